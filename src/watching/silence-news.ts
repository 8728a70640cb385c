import type { GroupRecord, InstanceRecord } from '../alerting/model.ts';
import { silencedBy } from '../alerting/silence.ts';
import type { Instant } from '../domain/time.ts';
import type { IncidentRecord, Told } from './incidents.ts';
import type { Change, Memory } from './memory.ts';
import { overLine, type SilenceRecord, silencedLine, silencesKept } from './silences.ts';

/** When a silence ends, what it held back is looked at at once, not at the next beat. */
export function hastened(
  group: GroupRecord,
  ending: readonly SilenceRecord[],
  now: Instant,
): GroupRecord {
  if (ending.length === 0 || !Object.values(group.suppressed).includes('silence')) return group;
  return { ...group, nextAt: Math.min(group.nextAt, now) };
}

/** What was planned begins: told in the threads of what it mutes, which `begunFor` notes. */
export function begunSilences(
  incident: IncidentRecord,
  standing: readonly InstanceRecord[],
  starting: readonly SilenceRecord[],
  begunFor: ReadonlyMap<string, string[]>,
  now: Instant,
): Told[] {
  return starting.flatMap((silence) => {
    if (!standing.some((instance) => silencedBy(instance, [silence]) !== null)) return [];
    begunFor.get(silence.id)?.push(incident.id);
    return [{ incident, change: silencedLine(silence, now), mention: false }];
  });
}

/** What still fires when its silence ends is shown in the channel again: an edit notifies nobody. */
export function endedSilences(
  incident: IncidentRecord,
  standing: readonly InstanceRecord[],
  ending: readonly SilenceRecord[],
  now: Instant,
): Told[] {
  return ending.flatMap((silence) => {
    // A window is several silences and one thing to people.
    const isTold = ending
      .slice(0, ending.indexOf(silence))
      .some(({ run, incidents }) => run === silence.run && incidents.includes(incident.id));
    if (!silence.begun || (silence.run !== null && isTold)) return [];
    const fires = standing.some((instance) => silencedBy(instance, [silence]) !== null);
    if (!fires && !silence.incidents.includes(incident.id)) return [];
    const change = overLine(silence, fires, now);
    return [{ incident, change, mention: false, broadcast: fires }];
  });
}

/** What is to be kept of silences after a step. */
export function silenceChange(
  { silences }: Memory,
  ending: readonly SilenceRecord[],
  begunFor: ReadonlyMap<string, readonly string[]>,
  now: Instant,
): Change['silences'] {
  const old = [...silences.values()].filter(({ over, to }) => over && to <= now - silencesKept);
  return {
    put: [
      ...[...begunFor].flatMap(([id, incidents]) => {
        const silence = silences.get(id);
        return silence === undefined ? [] : [{ ...silence, begun: true, incidents }];
      }),
      ...ending.map((silence) => ({ ...silence, over: true })),
    ],
    remove: old.map(({ id }) => id),
  };
}
