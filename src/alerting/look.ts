import type { SuppressedBy } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import { type Decision, decide, worstSeverity } from './dedup.ts';
import { incidentId, nextBeat } from './group.ts';
import type {
  AlertingConfig,
  Announced,
  Escalation,
  GroupRecord,
  InstanceRecord,
  Notification,
  Suppression,
} from './model.ts';
import type { Suppressor } from './suppress.ts';

/** What one look at a group came to. `group` null: it is over. */
export interface Looked {
  readonly group: GroupRecord | null;
  readonly notification: Notification | null;
  readonly suppressions: readonly Suppression[];
}

type Firing = ReadonlyMap<string, InstanceRecord>;

/** One due look at a group: settle, hold back, decide, log. */
export function lookAt(
  group: GroupRecord,
  firing: Firing,
  suppressor: Suppressor,
  config: Pick<AlertingConfig, 'groupInterval' | 'repeatInterval'>,
  at: Instant,
  isAcknowledged = false,
): Looked {
  const audible: InstanceRecord[] = [];
  const suppressions: Suppression[] = [];
  const suppressed: Record<string, SuppressedBy> = {};
  for (const instance of firing.values()) {
    const held = suppressor(instance);
    const { fingerprint, alert, labels } = instance;
    if (held === null) {
      audible.push(instance);
      continue;
    }
    suppressed[fingerprint] = held.by;
    if (group.suppressed[fingerprint] !== held.by)
      suppressions.push({ at, groupKey: group.key, fingerprint, alert, labels, ...held });
  }
  const due = decide(group, { at, firing, audible }, config.repeatInterval);
  const decision = isAcknowledged && due?.reason === 'repeat' ? null : due;
  const beat = { suppressed, nextAt: nextBeat(group.nextAt, at, config.groupInterval) };
  if (decision === null)
    return {
      group: firing.size === 0 ? null : { ...group, ...beat },
      notification: null,
      suppressions,
    };
  const notification = notificationOf(group, audible, decision, at);
  return {
    group: firing.size === 0 ? null : { ...logged(group, firing, audible, notification), ...beat },
    notification,
    suppressions,
  };
}

function notificationOf(
  group: GroupRecord,
  audible: readonly InstanceRecord[],
  { reason, resolved }: Decision,
  at: Instant,
): Notification {
  const severity = worstSeverity(audible);
  return {
    at,
    groupKey: group.key,
    group: group.labels,
    incident: group.incident ?? incidentId(group.key, at),
    reason,
    firing: audible.map(({ fingerprint }) => fingerprint),
    resolved,
    severity,
    mention: severity === 'critical' && !group.mentioned,
  };
}

/**
 * The notification log after a notification. What was announced and is now held back stays announced, so that its end
 * will be told. After `all-resolved` the incident is over, and what is still held back begins another.
 */
function logged(
  group: GroupRecord,
  firing: Firing,
  audible: readonly InstanceRecord[],
  { at, incident, reason, resolved, mention }: Notification,
): GroupRecord {
  if (reason === 'all-resolved')
    return {
      ...group,
      incident: null,
      announcedAt: null,
      sentAt: null,
      sentReason: null,
      announced: {},
      resolved: [],
      mentioned: false,
    };
  const announced: Record<string, Announced> = {};
  for (const [fingerprint, said] of Object.entries(group.announced))
    if (firing.has(fingerprint)) announced[fingerprint] = said;
  for (const { fingerprint, alert, labels, severity } of audible)
    announced[fingerprint] = { alert, labels, severity };
  return {
    ...group,
    incident,
    announcedAt: group.announcedAt ?? at,
    sentAt: at,
    sentReason: reason,
    announced,
    resolved,
    mentioned: group.mentioned || mention,
  };
}

/** An announced instance that turned critical, and that nothing holds back: the incident's one mention is due at once. */
export function escalate(
  group: GroupRecord,
  firing: Firing,
  suppressor: Suppressor,
  at: Instant,
): { readonly group: GroupRecord; readonly escalation: Escalation } | null {
  if (group.incident === null || group.mentioned) return null;
  const worse = Object.entries(group.announced).flatMap(([fingerprint, said]) => {
    const instance = firing.get(fingerprint);
    return instance?.severity === 'critical' && said.severity !== 'critical' ? [instance] : [];
  });
  const audible = worse.filter((instance) => suppressor(instance) === null);
  if (audible.length === 0) return null;
  const announced = { ...group.announced };
  for (const { fingerprint, alert, labels, severity } of audible)
    announced[fingerprint] = { alert, labels, severity };
  return {
    group: { ...group, announced, mentioned: true },
    escalation: {
      at,
      groupKey: group.key,
      incident: group.incident,
      fingerprints: audible.map(({ fingerprint }) => fingerprint),
    },
  };
}
