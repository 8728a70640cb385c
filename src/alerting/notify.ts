import type { Instant } from '../domain/time.ts';
import { gather, openGroup } from './group.ts';
import { createInhibitor } from './inhibit.ts';
import { escalate, lookAt } from './look.ts';
import type {
  Escalation,
  GroupRecord,
  InstanceRecord,
  Notification,
  NotifyInput,
  NotifyResult,
  Suppression,
} from './model.ts';
import { createSuppressor } from './suppress.ts';

const nobody: ReadonlyMap<string, InstanceRecord> = new Map();

/**
 * The way from instances to notifications at one moment: group, inhibit, mute time, silence, dedup. Call it after every
 * sample and when `nextAt` comes. The groups that changed are the notification log: they belong into one transaction
 * with the messages, so that a message is owed exactly when the log says that it was sent.
 */
export function notify(input: NotifyInput): NotifyResult {
  const { now, config, silences, zoneOffset } = input;
  const firing = gather(input.instances, config);
  const members = [...firing.values()].flatMap((group) => [...group.members.values()]);
  const inhibitor = createInhibitor(config.inhibit, members);
  const suppressor = createSuppressor(inhibitor, config, silences, now, zoneOffset);
  const before = new Map(input.groups.map((group) => [group.key, group]));
  const open = [...before.values()];
  for (const group of firing.values())
    if (!before.has(group.key)) open.push(openGroup(group, group.firstFiringAt, config));

  const notifications: Notification[] = [];
  const escalations: Escalation[] = [];
  const suppressions: Suppression[] = [];
  const changed: GroupRecord[] = [];
  const removed: string[] = [];
  let nextAt: Instant | null = null;
  for (const group of open) {
    const fires = firing.get(group.key)?.members ?? nobody;
    let after: GroupRecord | null = group;
    if (group.nextAt <= now) {
      const isHeldBySomeone = group.incident !== null && input.acknowledged?.has(group.incident);
      const looked = lookAt(group, fires, suppressor, config, now, isHeldBySomeone === true);
      if (looked.notification !== null) notifications.push(looked.notification);
      suppressions.push(...looked.suppressions);
      after = looked.group;
    }
    const escalated = after === null ? null : escalate(after, fires, suppressor, now);
    if (escalated !== null) {
      escalations.push(escalated.escalation);
      after = escalated.group;
    }
    if (after === null) {
      if (before.has(group.key)) removed.push(group.key);
      continue;
    }
    if (after !== before.get(group.key)) changed.push(after);
    nextAt = nextAt === null ? after.nextAt : Math.min(nextAt, after.nextAt);
  }
  return { notifications, escalations, suppressions, changed, removed, nextAt };
}
