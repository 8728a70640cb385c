import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/alerting/evaluate.ts';
import { parseInstant } from '../../src/alerting/instant.ts';
import type { GroupRecord, InstanceRecord, Notification } from '../../src/alerting/model.ts';
import { notify } from '../../src/alerting/notify.ts';
import { parseReplay } from '../../src/alerting/parse-replay.ts';
import type { ReplayOutput } from '../../src/alerting/replay-model.ts';
import { expired } from '../../src/alerting/retain.ts';
import { track } from '../../src/alerting/track.ts';
import { at, backlog, evaluation, play, type Seen, start } from './scenario.ts';

const depth = fc.constantFrom(5, 900, 1200, 6000);
const sight: fc.Arbitrary<Seen> = fc.oneof(
  fc.record({ A: depth, B: depth, C: depth }),
  fc.record({ B: depth }),
  fc.constant({}),
  fc.constant('timeout'),
);
const rule = backlog({ for: '20s', recovers: '< 800', keepFiringFor: '30s', onError: 'keep' });
const alerting = {
  groupBy: ['alert', 'queue'],
  groupWait: '15s',
  groupInterval: '1m',
  repeatInterval: '5m',
};
const evaluations = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1200 }), sight), { minLength: 1, maxLength: 30 })
  .map((pairs) => pairs.map(([second, seen]) => evaluation(second, seen)));
const silences = fc.array(
  fc.record({
    matchers: fc.record({ queue: fc.constantFrom('A', 'B') }),
    from: fc.integer({ min: 0, max: 600 }).map(at),
    to: fc.integer({ min: 600, max: 1800 }).map(at),
  }),
  { maxLength: 2 },
);

describe('a replay', () => {
  test('gives the same output every time, in order of time, alert and labels', () => {
    fc.assert(
      fc.property(evaluations, silences, (list, muting) => {
        const document = {
          rules: [rule],
          alerting,
          silences: muting,
          evaluations: list,
          until: at(2400),
        };
        const output = play(document);
        expect(play(document)).toEqual(output);
        for (const items of [output.transitions, output.notifications, output.suppressed]) {
          const moments = items.map((item) => parseInstant(item.at) ?? 0);
          expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('does not mind the order of evaluations of different moments', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1200 }), { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(sight),
        (seconds, sights) => {
          const list = seconds.map((second) => evaluation(second, sights.next().value ?? {}));
          const document = { rules: [rule], alerting, until: at(2400) };
          const inOrder = list.toSorted((a, b) => momentOf(a) - momentOf(b));
          expect(play({ ...document, evaluations: list })).toEqual(
            play({ ...document, evaluations: inOrder }),
          );
        },
      ),
    );
  });

  test('says the same as the bot, which looks at all groups whenever anything happens', () => {
    fc.assert(
      fc.property(evaluations, silences, (list, muting) => {
        const document = {
          rules: [rule],
          alerting,
          silences: muting,
          evaluations: list,
          until: at(2400),
        };
        expect(play(document).notifications).toEqual(plainly(document));
      }),
    );
  });
});

function momentOf(one: object): number {
  return 'at' in one && typeof one.at === 'string' ? (parseInstant(one.at) ?? 0) : 0;
}

/** The replay without any index: slow and plain. */
function plainly(document: object): ReplayOutput['notifications'] {
  const parsed = parseReplay(document);
  if (!parsed.ok) throw new Error('unsound document');
  const { input } = parsed;
  const [only] = input.rules;
  if (only === undefined) throw new Error('no rule');
  const order = [...input.times.keys()].toSorted(
    (a, b) => (input.times[a] ?? 0) - (input.times[b] ?? 0),
  );
  const said: Notification[] = [];
  let instances = new Map<string, InstanceRecord>();
  let groups = new Map<string, GroupRecord>();
  const names = new Map<string, string>();
  function look(now: number): void {
    const result = notify({
      now,
      config: input.alerting,
      instances: instances.values(),
      groups: [...groups.values()],
      silences: input.silences,
      zoneOffset: () => 0,
    });
    said.push(...result.notifications);
    groups = new Map([...groups].filter(([key]) => !result.removed.includes(key)));
    for (const group of result.changed) groups.set(group.key, group);
  }
  let position = 0;
  for (let now = start; now <= start + 2_400_000; now += 1000) {
    for (; (input.times[order[position] ?? -1] ?? Number.NaN) === now; position += 1) {
      const raw = input.evaluations[order[position] ?? 0];
      const rows = (raw?.rows ?? []).map((row) => ({ labels: row, values: row }));
      const outcome =
        raw?.error === undefined
          ? ({ kind: 'rows', rows } as const)
          : ({ kind: 'unknown', reason: raw.error, detail: '' } as const);
      for (const id of expired(instances.values(), now)) instances.delete(id);
      const delta = track(
        only,
        evaluate(only, { at: now, startedAt: null, outcome }, instances, 100),
        instances,
        now,
      );
      instances = new Map([...instances].filter(([id]) => !delta.removed.includes(id)));
      for (const record of delta.changed) {
        instances.set(record.fingerprint, record);
        names.set(record.fingerprint, `queue-backlog{queue=${record.labels['queue']}}`);
      }
    }
    look(now);
  }
  const named = (ids: readonly string[]): string[] =>
    ids.map((id) => names.get(id) ?? id).toSorted();
  return said
    .map(({ at: moment, group, reason, firing, resolved }) => ({
      at: at((moment - start) / 1000),
      group,
      reason,
      firing: named(firing),
      resolved: named(resolved),
    }))
    .toSorted(
      (a, b) => compare(a.at, b.at) || compare(a.group['queue'] ?? '', b.group['queue'] ?? ''),
    );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
