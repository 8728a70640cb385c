import type { Instant } from '../domain/time.ts';
import { mentionKeys } from './incident-messages.ts';
import type { IncidentRecord } from './incidents.ts';
import type { Change } from './memory.ts';
import type { WatchStore } from './ports.ts';
import { entriesOf, type TimelineEntry } from './timeline.ts';

/**
 * The change of a step, with what becomes of mentions that Slack does not have by the time their incident is over:
 * they would wake people for nothing, so they are taken back, and the timeline says so. Call it inside the transaction
 * of the step.
 */
export async function withdrawMentions(
  store: WatchStore,
  change: Change,
  now: Instant,
): Promise<Change> {
  const put: IncidentRecord[] = [];
  const timeline: TimelineEntry[] = [];
  for (const incident of change.incidents.put) {
    const count =
      incident.resolvedAt === null ? 0 : await store.messages.withdraw(mentionKeys(incident.id));
    if (count === 0) {
      put.push(incident);
      continue;
    }
    const lines = incident.lines + 1;
    const detail = `Slack did not have ${count === 1 ? 'a mention' : `${count} mentions`} of people by then: withdrawn`;
    const told = { incident, change: { at: now, kind: 'did', instance: null, detail } } as const;
    put.push({ ...incident, lines });
    timeline.push(...entriesOf([{ ...told, mention: false }], lines));
  }
  if (timeline.length === 0) return change;
  return {
    ...change,
    incidents: { ...change.incidents, put },
    timeline: [...change.timeline, ...timeline],
  };
}
