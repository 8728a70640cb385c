import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertRule, NotifyResult, Silence } from '../../src/alerting/model.ts';
import type { Phase, Transition } from '../../src/domain/alert.ts';
import type { Sample, UnknownReason } from '../../src/domain/sample.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';
import {
  blank,
  depthRule,
  depths,
  type Memory,
  restarted,
  rulesOf,
  sampleOf,
  saw,
  told,
  unknown,
} from './records.ts';

const rules: AlertRule[] = rulesOf(
  {
    ...depthRule,
    for: MINUTE,
    keepFiringFor: 2 * MINUTE,
    recovers: { comparison: '<', threshold: 800 },
  },
  { ...depthRule, severity: 'critical', when: { comparison: '>', threshold: 5000 } },
);

const depth = fc.constantFrom(5, 700, 900, 1200, 2000, 6000);
const outcome: fc.Arbitrary<Sample['outcome']> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ A: depth, B: depth }).map(depths) },
  { weight: 2, arbitrary: fc.record({ B: depth }).map(depths) },
  { weight: 1, arbitrary: fc.constant(depths({})) },
  { weight: 1, arbitrary: fc.constant(depths({ A: null, B: 1 })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<UnknownReason>('timeout', 'unreachable', 'permission')
      .map((reason) => unknown(reason)),
  },
);
const step = fc.record({
  after: fc.constantFrom(10, 30, 60, 300, 900).map((s) => s * SECOND),
  outcome,
  restart: fc.boolean(),
});
const silences = fc
  .array(
    fc.record({
      queue: fc.constantFrom('A', 'B'),
      from: fc.integer({ min: 0, max: 60 }),
      minutes: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 2 },
  )
  .map((list) =>
    list.map(
      ({ queue, from, minutes }, index): Silence => ({
        id: `S${index}`,
        matchers: { queue },
        from: from * MINUTE,
        to: (from + minutes) * MINUTE,
        author: 'vera',
        comment: 'test',
        run: null,
      }),
    ),
  );

interface Lived {
  readonly memory: Memory;
  readonly now: Instant;
  readonly results: readonly NotifyResult[];
  readonly transitions: readonly Transition[];
}

/** A bot's life: samples as they come, timers as they are due, restarts where the steps say so. */
function live(
  steps: readonly {
    readonly after: number;
    readonly outcome: Sample['outcome'];
    readonly restart: boolean;
  }[],
  muting: readonly Silence[] = [],
  before: Lived = { memory: blank, now: 0, results: [], transitions: [] },
): Lived {
  let { memory, now } = before;
  const results = [...before.results];
  const transitions = [...before.transitions];
  let nextAt: Instant | null = 0;
  function tell(): void {
    const said = told(memory, now, { silences: muting });
    memory = said.memory;
    results.push(said.result);
    nextAt = said.result.nextAt;
  }
  for (const { after, outcome: seen, restart } of steps) {
    const until = now + after;
    for (; nextAt !== null && nextAt < until; tell()) now = Math.max(now, nextAt);
    now = until;
    if (restart) memory = restarted(memory);
    const observed = saw(memory, sampleOf(now, seen), rules);
    memory = observed.memory;
    transitions.push(...observed.delta.transitions);
    tell();
  }
  return { memory, now, results, transitions };
}

const still = { after: 6 * MINUTE, outcome: unknown('timeout'), restart: true };
const healthy = { after: 6 * MINUTE, outcome: depths({ A: 5, B: 5 }), restart: true };

describe('whatever is seen, and whenever the bot restarts', () => {
  test('nothing fires without having been announced, or held back and recorded', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), silences, (steps, muting) => {
        const { memory, results, now } = live([...steps, still, still], muting);
        const known = [...memory.groups.values()].flatMap(({ announced, suppressed }) => [
          ...Object.keys(announced),
          ...Object.keys(suppressed),
        ]);
        const firing = [...memory.instances.values()].filter(
          ({ phase, firingAt }) =>
            (phase === 'firing' || phase === 'recovering') && (firingAt ?? 0) <= now - still.after,
        );
        for (const { fingerprint } of firing) expect(known).toContain(fingerprint);
        const recorded = results.flatMap(({ suppressions }) =>
          suppressions.map((one) => one.fingerprint),
        );
        for (const { suppressed } of memory.groups.values())
          for (const fingerprint of Object.keys(suppressed))
            expect(recorded).toContain(fingerprint);
      }),
    );
  });

  test('everything announced is said to be resolved in the end, silenced or not', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), silences, (steps, muting) => {
        const { memory, results } = live([...steps, healthy, healthy, healthy, healthy], muting);
        const notifications = results.flatMap((result) => result.notifications);
        const announced = new Set(notifications.flatMap(({ firing }) => firing));
        const resolved = new Set(notifications.flatMap(({ resolved: ended }) => ended));
        expect([...announced].filter((fingerprint) => !resolved.has(fingerprint))).toEqual([]);
        expect(memory.groups.size).toBe(0);
      }),
    );
  });

  test('a restart changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), silences, (steps, muting) => {
        const always = live(
          steps.map((one) => ({ ...one, restart: true })),
          muting,
        );
        const never = live(
          steps.map((one) => ({ ...one, restart: false })),
          muting,
        );
        expect(always).toEqual(never);
      }),
    );
  });

  test('phases follow one another without a gap, and only as they may', () => {
    const allowed: Readonly<Record<Phase, readonly Phase[]>> = {
      inactive: ['pending', 'firing'],
      pending: ['inactive', 'firing'],
      firing: ['firing', 'recovering', 'resolved'],
      recovering: ['firing', 'recovering', 'resolved'],
      resolved: [],
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const phases = new Map<string, Phase>();
        for (const { fingerprint, from, to } of live(steps).transitions) {
          const before = phases.get(fingerprint) ?? 'inactive';
          expect(from).toBe(before === 'resolved' ? 'inactive' : before);
          expect(allowed[from]).toContain(to);
          phases.set(fingerprint, to);
        }
      }),
    );
  });

  test('records agree with themselves', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        for (const record of live(steps).memory.instances.values()) {
          const { phase, activeAt, firingAt, resolvedAt, severity, staticLabels, levels } = record;
          expect(phase).not.toBe('inactive');
          expect(activeAt).not.toBeNull();
          expect(firingAt === null).toBe(phase === 'pending');
          expect(resolvedAt === null).toBe(phase !== 'resolved');
          expect(staticLabels['severity']).toBe(severity);
          expect(levels.some((level) => level.phase === phase)).toBe(phase !== 'resolved');
        }
      }),
    );
  });

  test('an unknown sample neither fires nor resolves what rules watch', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const { memory, now } = live(steps);
        const { delta } = saw(memory, sampleOf(now + HOUR, unknown('timeout')), rules);
        expect(delta.transitions.filter(({ alert }) => alert === 'queue-backlog')).toEqual([]);
      }),
    );
  });

  test('at most one mention an incident, and each notification says something', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), silences, (steps, muting) => {
        const { results } = live(steps, muting);
        const mentions = results.flatMap(({ notifications, escalations }) => [
          ...notifications.filter(({ mention }) => mention),
          ...escalations,
        ]);
        const incidents = mentions.map(({ incident }) => incident);
        expect(new Set(incidents).size).toBe(incidents.length);
        for (const { firing, resolved } of results.flatMap((result) => result.notifications))
          expect(firing.length + resolved.length).toBeGreaterThan(0);
      }),
    );
  });
});
