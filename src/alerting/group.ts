import type { Labels } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import { hash, labelText } from './fingerprint.ts';
import { pickLabels } from './match.ts';
import type { AlertingConfig, GroupRecord, InstanceRecord } from './model.ts';
import { isHeld } from './step.ts';

export interface GroupIdentity {
  readonly key: string;
  readonly labels: Labels;
}

/** The group of an instance: equal values of the `groupBy` labels. */
export function groupOf(
  instance: InstanceRecord,
  { groupBy, groupByAlert }: Pick<AlertingConfig, 'groupBy' | 'groupByAlert'>,
): GroupIdentity {
  const labels = pickLabels(instance, groupByAlert[instance.alert] ?? groupBy);
  return { key: labelText(labels).trim(), labels };
}

/** What fires now, by group. */
export interface FiringGroup extends GroupIdentity {
  readonly members: ReadonlyMap<string, InstanceRecord>;
  /** When the first of them fired, muted or not. */
  readonly firstFiringAt: Instant;
}

/** Gathers the firing (and recovering) instances into their groups. */
export function gather(
  instances: Iterable<InstanceRecord>,
  config: Pick<AlertingConfig, 'groupBy' | 'groupByAlert'>,
): Map<string, FiringGroup> {
  const groups = new Map<
    string,
    GroupIdentity & { members: Map<string, InstanceRecord>; at: Instant }
  >();
  for (const instance of instances) {
    if (!isHeld(instance.phase)) continue;
    const { key, labels } = groupOf(instance, config);
    const firingAt = instance.firingAt ?? instance.lastSeenAt;
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        key,
        labels,
        at: firingAt,
        members: new Map([[instance.fingerprint, instance]]),
      });
    else {
      group.members.set(instance.fingerprint, instance);
      group.at = Math.min(group.at, firingAt);
    }
  }
  return new Map(
    [...groups].map(([key, { labels, members, at }]) => [
      key,
      { key, labels, members, firstFiringAt: at },
    ]),
  );
}

/** A new group: `groupWait` counts from its first firing instance. */
export function openGroup(
  { key, labels }: GroupIdentity,
  firstFiringAt: Instant,
  { groupWait }: Pick<AlertingConfig, 'groupWait'>,
): GroupRecord {
  return {
    key,
    labels,
    openedAt: firstFiringAt,
    nextAt: firstFiringAt + groupWait,
    incident: null,
    announcedAt: null,
    sentAt: null,
    sentReason: null,
    announced: {},
    resolved: [],
    suppressed: {},
    mentioned: false,
  };
}

/** The next look after `now`, on the beat that began at the end of `groupWait`. Looks missed while down are skipped. */
export function nextBeat(nextAt: Instant, now: Instant, groupInterval: number): Instant {
  if (nextAt > now) return nextAt;
  return nextAt + (Math.floor((now - nextAt) / groupInterval) + 1) * groupInterval;
}

// Without I, L, O and U: an incident's name is read aloud.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short name for the incident that a group begins at a moment: the same for the same group and moment. */
export function incidentId(key: string, at: Instant): string {
  const digits = hash(`${key}\n${at}`);
  let name = '';
  for (let index = 0; index < 7; index += 1)
    name += alphabet[Number.parseInt(digits.slice(index * 4, index * 4 + 4), 16) % alphabet.length];
  return name;
}
