import type { NotifyReason } from '../domain/alert.ts';
import type { Severity } from '../domain/check.ts';
import { type Duration, HOUR, type Instant } from '../domain/time.ts';
import type { GroupRecord, InstanceRecord } from './model.ts';

/** The notification log forgets after this long, so that no repeat waits longer. */
const longestRepeat: Duration = 120 * HOUR;

/** What a group is at a look. */
export interface Look {
  readonly at: Instant;
  /** All that fires, by fingerprint. */
  readonly firing: ReadonlyMap<string, InstanceRecord>;
  /** Those of them that nothing holds back. */
  readonly audible: readonly InstanceRecord[];
}

export interface Decision {
  readonly reason: NotifyReason;
  /** Fingerprints that were announced and no longer fire. */
  readonly resolved: readonly string[];
}

/**
 * Whether there is something to say, by comparing sets with the notification log. What was announced and is resolved is
 * said whatever holds the group back: nobody is left with an open thread.
 */
export function decide(
  group: GroupRecord,
  { at, firing, audible }: Look,
  repeatInterval: Readonly<Record<Severity, Duration>>,
): Decision | null {
  const announced = Object.keys(group.announced);
  const resolved = announced.filter((fingerprint) => !firing.has(fingerprint));
  if (announced.length === 0) return audible.length > 0 ? { reason: 'first', resolved } : null;
  if (resolved.length === announced.length && audible.length === 0)
    return { reason: 'all-resolved', resolved };
  if (audible.some(({ fingerprint }) => !Object.hasOwn(group.announced, fingerprint)))
    return { reason: 'new-alerts', resolved };
  if (resolved.length > 0) return { reason: 'some-resolved', resolved };
  const severity = worstSeverity(audible);
  if (severity === null || group.sentAt === null) return null;
  const wait = Math.min(repeatInterval[severity], longestRepeat);
  return at - group.sentAt >= wait ? { reason: 'repeat', resolved } : null;
}

export function worstSeverity(instances: readonly InstanceRecord[]): Severity | null {
  if (instances.length === 0) return null;
  return instances.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning';
}
