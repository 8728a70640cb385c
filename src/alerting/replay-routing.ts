import { alertName } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import { groupOf, openGroup } from './group.ts';
import { createInhibitor, type Inhibitor } from './inhibit.ts';
import { lookAt } from './look.ts';
import type {
  GroupRecord,
  InstanceDelta,
  InstanceRecord,
  Notification,
  Suppression,
  ZoneOffset,
} from './model.ts';
import type { ReplayInput } from './replay-model.ts';
import { isHeld } from './step.ts';
import { createSuppressor, type Suppressor } from './suppress.ts';
import { createTickQueue } from './tick-queue.ts';

export interface NamedNotification extends Notification {
  readonly names: { readonly firing: readonly string[]; readonly resolved: readonly string[] };
}

/** The routing half of a replay: keeps indexes, so that a look costs what its group holds and no more. */
export interface ReplayRouting {
  take(delta: InstanceDelta): void;
  /** All looks that are due before a moment. */
  runBefore(at: Instant): void;
  /** All looks that are due by a moment. */
  runUntil(at: Instant): void;
  readonly notifications: readonly NamedNotification[];
  readonly suppressions: readonly Suppression[];
}

export function createReplayRouting(
  { alerting, silences }: Pick<ReplayInput, 'alerting' | 'silences'>,
  zoneOffset: ZoneOffset,
): ReplayRouting {
  const firing = new Map<string, InstanceRecord>();
  const members = new Map<string, Map<string, InstanceRecord>>();
  const homes = new Map<string, string>();
  const groups = new Map<string, GroupRecord>();
  const queue = createTickQueue();
  const notifications: NamedNotification[] = [];
  const suppressions: Suppression[] = [];
  const regroups = alerting.groupBy.includes('severity');
  let inhibitor: Inhibitor | null = null;
  let suppressor: { readonly at: Instant; readonly suppressor: Suppressor } | null = null;

  function leave(fingerprint: string): void {
    const home = homes.get(fingerprint);
    if (home === undefined) return;
    firing.delete(fingerprint);
    homes.delete(fingerprint);
    const others = members.get(home);
    others?.delete(fingerprint);
    if (others?.size === 0) members.delete(home);
    inhibitor = null;
    suppressor = null;
  }

  function join(record: InstanceRecord): void {
    const { fingerprint, severity } = record;
    const before = firing.get(fingerprint);
    if (before !== undefined && before.severity !== severity && regroups) leave(fingerprint);
    const home = homes.get(fingerprint);
    if (home === undefined || before?.severity !== severity) {
      inhibitor = null;
      suppressor = null;
    }
    firing.set(fingerprint, record);
    if (home !== undefined && homes.has(fingerprint)) {
      members.get(home)?.set(fingerprint, record);
      return;
    }
    const group = groupOf(record, alerting);
    homes.set(fingerprint, group.key);
    const others = members.get(group.key);
    if (others === undefined) members.set(group.key, new Map([[fingerprint, record]]));
    else others.set(fingerprint, record);
    if (groups.has(group.key)) return;
    const opened = openGroup(group, record.firingAt ?? record.lastSeenAt, alerting);
    groups.set(group.key, opened);
    queue.add(opened.nextAt, group.key);
  }

  function suppressorAt(at: Instant): Suppressor {
    if (suppressor?.at === at) return suppressor.suppressor;
    inhibitor ??= createInhibitor(alerting.inhibit, firing.values());
    const created = createSuppressor(inhibitor, alerting, silences, at, zoneOffset);
    suppressor = { at, suppressor: created };
    return created;
  }

  function look(at: Instant, key: string): void {
    const group = groups.get(key);
    if (group === undefined || group.nextAt !== at) return;
    const fires = members.get(key) ?? new Map<string, InstanceRecord>();
    const looked = lookAt(group, fires, suppressorAt(at), alerting, at);
    suppressions.push(...looked.suppressions);
    if (looked.notification !== null)
      notifications.push({
        ...looked.notification,
        names: names(looked.notification, group, fires),
      });
    if (looked.group === null) groups.delete(key);
    else {
      groups.set(key, looked.group);
      queue.add(looked.group.nextAt, key);
    }
  }

  function run(isDue: (at: Instant) => boolean): void {
    for (let at = queue.peek(); at !== null && isDue(at); at = queue.peek()) {
      const tick = queue.take();
      if (tick !== null) look(tick.at, tick.key);
    }
  }

  return {
    notifications,
    suppressions,
    runBefore: (at) => run((due) => due < at),
    runUntil: (at) => run((due) => due <= at),
    take({ changed, removed }) {
      for (const record of changed) {
        if (isHeld(record.phase)) join(record);
        else leave(record.fingerprint);
      }
      for (const fingerprint of removed) leave(fingerprint);
    },
  };
}

function names(
  { firing, resolved }: Notification,
  { announced }: GroupRecord,
  fires: ReadonlyMap<string, InstanceRecord>,
): NamedNotification['names'] {
  function named(fingerprints: readonly string[]): string[] {
    return fingerprints
      .flatMap((fingerprint) => {
        const known = fires.get(fingerprint) ?? announced[fingerprint];
        return known === undefined ? [] : [alertName(known.alert, known.labels)];
      })
      .toSorted();
  }
  return { firing: named(firing), resolved: named(resolved) };
}
