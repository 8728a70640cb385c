import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import type { Told } from './incidents.ts';
import type { Memory } from './memory.ts';
import { noChange } from './memory.ts';
import { messagesOf, type Outcome, type StepSettings, written } from './step.ts';
import { entriesOf } from './timeline.ts';

/** Shorter than this is a restart, of which nobody needs to know. */
const worthTelling: Duration = 2 * MINUTE;

/**
 * What is told of a start after a while without the bot: each open incident's thread says from when to when nobody
 * watched. What happened in between is not known, and the timeline must not look as if nothing had.
 */
export function decideAbsence(memory: Memory, now: Instant, settings: StepSettings): Outcome {
  const newest = Math.max(...[...memory.samples.values()].map(({ at }) => at));
  if (!Number.isFinite(newest) || now - newest < worthTelling + shortestInterval(settings))
    return { change: noChange, messages: [] };
  const change = {
    at: now,
    kind: 'not-watched',
    instance: null,
    detail: null,
    since: newest,
  } as const;
  const told = [...memory.incidents.values()]
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map((before) => {
      const lines: readonly Told[] = [{ incident: before, change, mention: false }];
      return { before, lines, incident: written(before, before, lines, now) };
    });
  return {
    change: {
      ...noChange,
      incidents: { put: told.map(({ incident }) => incident), remove: [] },
      timeline: told.flatMap(({ before, lines }) => entriesOf(lines, before.lines + 1)),
    },
    messages: told.flatMap(({ before, incident, lines }) =>
      messagesOf(incident, before, lines, settings),
    ),
  };
}

/** So often there is a new sample while the bot runs. */
function shortestInterval({ checks }: StepSettings): Duration {
  return Math.min(...[...checks.values()].map(({ interval }) => interval));
}
