import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentAct, IncidentChange } from '../../src/domain/incident.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { otto, vera, type WatchedQueues, watchQueues } from './watched-queues.ts';

type Event =
  | { readonly kind: 'sample'; readonly depth: number; readonly other: number }
  | { readonly kind: 'acts'; readonly acts: readonly Act[] }
  | { readonly kind: 'silence'; readonly queue: string; readonly minutes: number }
  | { readonly kind: 'end-silences' }
  | { readonly kind: 'pass' | 'sleep'; readonly minutes: number }
  | { readonly kind: 'restart' };

interface Act {
  readonly by: 'vera' | 'otto';
  readonly act: IncidentAct;
  /** Clicks on the newest incident, or on the oldest that is remembered. */
  readonly newest: boolean;
}

const people = { vera, otto };
const depth = fc.constantFrom(3, 1200, 6000);
const act: fc.Arbitrary<Act> = fc.record({
  by: fc.constantFrom('vera' as const, 'otto' as const),
  act: fc.constantFrom<IncidentAct>(
    { kind: 'acknowledge' },
    { kind: 'unacknowledge' },
    { kind: 'hand-over', to: vera },
    { kind: 'hand-over', to: otto },
    { kind: 'note', text: 'looked at it' },
    { kind: 'wake' },
  ),
  newest: fc.boolean(),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('sample'), depth, other: depth }) },
  // Several at once: a double click, two people in the same second.
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('acts'),
      acts: fc.array(act, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence'),
      queue: fc.constantFrom('Act', 'Learn'),
      minutes: fc.constantFrom(5, 60, 600),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end-silences') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('pass', 'sleep'),
      minutes: fc.constantFrom(1, 11, 35, 500),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
);

async function happen(queues: WatchedQueues, one: Event): Promise<void> {
  const watcher = queues.watcher();
  switch (one.kind) {
    case 'sample':
      return await queues.see({ Act: one.depth, Learn: one.other });
    case 'acts': {
      const ids = [...watcher.memory().incidents.keys()];
      await Promise.all(
        one.acts.map(({ by, act: wish, newest }) =>
          watcher.act(ids.at(newest ? -1 : 0) ?? 'NONE', wish, people[by]),
        ),
      );
      return;
    }
    case 'silence': {
      const { queue, minutes } = one;
      const duration = minutes * MINUTE;
      await watcher.silence({ matchers: { queue }, duration, comment: 'quiet', by: vera });
      return;
    }
    case 'end-silences':
      for (const id of watcher.memory().silences.keys()) await watcher.endSilence(id, otto);
      return;
    case 'pass':
      return await queues.pass(one.minutes * MINUTE);
    case 'sleep':
      return queues.sleep(one.minutes * MINUTE);
    default:
      return await queues.restart();
  }
}

async function timeline(queues: WatchedQueues, id: string): Promise<readonly IncidentChange[]> {
  const records = await queues.store.records.load(`timeline:${id}`, 'production');
  return records.map(({ json }): IncidentChange => JSON.parse(json));
}

/** Walks through all that was told of an incident and complains of what must not be. */
function retell(changes: readonly IncidentChange[]): { readonly holder: string | null } {
  let holder: string | null = null;
  let over = false;
  for (const { kind, detail } of changes) {
    // What is kept of it afterwards changes nothing.
    if (over) expect(['note', 'did']).toContain(kind);
    if (kind === 'acknowledged') {
      expect([null, detail]).toContain(holder);
      holder = detail;
    }
    if (kind === 'handed-over') {
      const to = detail?.split(' to ')[1] ?? null;
      expect(to).not.toBe(holder);
      holder = to;
    }
    if (kind === 'unacknowledged' || kind === 'lapsed') {
      expect(holder).not.toBeNull();
      holder = null;
    }
    if (kind === 'reminded') expect(holder).toBe(detail);
    // The first mention is news, whoever has it; the later ones are for what nobody has.
    if (kind === 'escalated' && detail !== null) expect(holder).toBeNull();
    if (kind === 'repeated') expect(holder).toBeNull();
    over ||= kind === 'resolved';
  }
  return { holder };
}

describe('whatever people click and whenever the bot restarts', () => {
  test('an incident has one holder at most, is ended by its resolve, and mentions once a step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 25 }), async (events) => {
        const queues = await watchQueues();
        try {
          for (const one of events) await happen(queues, one);
          await queues.see({ Act: 3, Learn: 3 });
          await queues.pass(2 * MINUTE);
          const { incidents, groups } = queues.watcher().memory();

          expect(groups.size).toBe(0);
          for (const { id, resolvedAt, holder } of incidents.values()) {
            expect(resolvedAt).not.toBeNull();
            const told = await timeline(queues, id);
            expect(told.filter(({ kind }) => kind === 'resolved')).toHaveLength(1);
            expect(retell(told).holder).toBe(holder?.person ?? null);
            const steps = (await queues.thread(id))
              .filter((line) => line.startsWith('mention'))
              .map((line) => Number(line.split(' ')[1]));
            expect(steps).toEqual([...new Set(steps)].toSorted((one, other) => one - other));
          }
        } finally {
          await queues.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('no silence outlives its time, and what fires after it is announced', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 3, maxLength: 15 }), async (events) => {
        const queues = await watchQueues();
        try {
          for (const one of events) await happen(queues, one);
          await queues.see({ Act: 1200, Learn: 3 });
          await queues.pass(11 * HOUR);
          await queues.pass(30 * SECOND);
          const { incidents, silences } = queues.watcher().memory();

          for (const { over } of silences.values()) expect(over).toBe(true);
          const open = [...incidents.values()].filter(({ resolvedAt }) => resolvedAt === null);
          expect(open).toHaveLength(1);
          expect(open[0]?.silencedUntil).toBeNull();
        } finally {
          await queues.close();
        }
      }),
      { numRuns: 30 },
    );
  });
});
