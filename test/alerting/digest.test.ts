import { describe, expect, test } from 'vitest';
import { type DigestInput, type IncidentSpan, summarise } from '../../src/alerting/digest.ts';
import type { Transition } from '../../src/domain/alert.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';

const quiet: DigestInput = {
  from: DAY,
  to: 2 * DAY,
  incidents: [],
  transitions: [],
  checks: [{ check: 'queues', state: 'ok', reason: null }],
  silences: [],
};

const incident: IncidentSpan = {
  id: 'A',
  title: 'queue-backlog',
  severity: 'warning',
  openedAt: DAY + HOUR,
  resolvedAt: DAY + HOUR + 18 * MINUTE,
  holder: 'otto',
};

function moved(
  from: 'pending' | 'firing' | 'recovering',
  to: 'firing' | 'resolved',
  at: number,
): Transition {
  const alert = at === DAY + 3 ? 'log-used' : 'queue-backlog';
  return { at, alert, labels: {}, fingerprint: 'f', from, to, reason: 'threshold' };
}

describe('a digest', () => {
  test.each<[string, Partial<DigestInput>, string]>([
    ['of a quiet day', {}, 'Quiet: no incident'],
    [
      'of one warning',
      { incidents: [incident] },
      '1 incident: one warning for 18 min, all resolved',
    ],
    [
      'of what is still open',
      { incidents: [incident, { ...incident, severity: 'critical', resolvedAt: null }] },
      '2 incidents: one critical for 23 h, one warning for 18 min, 1 still open',
    ],
    [
      'of several of a kind',
      { incidents: [incident, incident, incident] },
      '3 incidents: 3 warnings, all resolved',
    ],
    [
      'does not call a day quiet on which checks could not say',
      { checks: [{ check: 'queues', state: 'unknown', reason: 'permission' }] },
      'No incident seen; 1 check cannot say',
    ],
  ])('%s has its sentence', (_, changes, headline) => {
    expect(summarise({ ...quiet, ...changes }).headline).toBe(headline);
  });

  test.each<[string, Partial<IncidentSpan>, object | null]>([
    ['within', {}, { duration: 18 * MINUTE, isOpen: false, isCarriedOver: false }],
    ['begun before', { openedAt: HOUR }, { duration: HOUR + 18 * MINUTE, isCarriedOver: true }],
    ['still open', { resolvedAt: null }, { duration: 23 * HOUR, isOpen: true }],
    ['resolved after it', { resolvedAt: 3 * DAY }, { duration: 23 * HOUR, isOpen: true }],
    ['over before', { openedAt: 0, resolvedAt: HOUR }, null],
    ['begun after', { openedAt: 2 * DAY, resolvedAt: null }, null],
  ])('counts of an incident %s what lies in the period', (_, changes, expected) => {
    const { incidents } = summarise({ ...quiet, incidents: [{ ...incident, ...changes }] });

    expect(incidents).toMatchObject(expected === null ? [] : [expected]);
    expect(incidents).toHaveLength(expected === null ? 0 : 1);
  });

  test('puts critical ones first, then the longest', () => {
    const incidents = [
      { ...incident, id: 'short' },
      { ...incident, id: 'long', resolvedAt: null },
      { ...incident, id: 'bad', severity: 'critical' as const },
    ];

    expect(summarise({ ...quiet, incidents }).incidents.map(({ id }) => id)).toEqual([
      'bad',
      'long',
      'short',
    ]);
  });

  test('counts what fired and was resolved, not what came back or changed severity', () => {
    const { counts, fired } = summarise({
      ...quiet,
      transitions: [
        moved('pending', 'firing', DAY - 1),
        moved('pending', 'firing', DAY),
        moved('pending', 'firing', DAY + 1),
        moved('pending', 'firing', DAY + 3),
        moved('firing', 'firing', DAY + 4),
        moved('recovering', 'firing', DAY + 5),
        moved('recovering', 'resolved', DAY + 6),
        moved('pending', 'firing', 2 * DAY),
      ],
    });

    expect(counts).toMatchObject({ fired: 3, resolved: 1 });
    expect(fired).toEqual([
      { alert: 'queue-backlog', times: 2 },
      { alert: 'log-used', times: 1 },
    ]);
  });

  test('names what is not ok, the worst first, what is off, and what is silenced', () => {
    const silence = { id: 'S', from: 0, to: 3 * DAY, author: 'vera', comment: 'x', run: null };
    const summary = summarise({
      ...quiet,
      checks: [
        { check: 'a', state: 'warning', reason: null },
        { check: 'b', state: 'off', reason: null },
        { check: 'c', state: 'critical', reason: null },
        { check: 'd', state: 'unknown', reason: 'hidden' },
        { check: 'e', state: 'ok', reason: null },
      ],
      silences: [
        { ...silence, matchers: { alert: 'queue-backlog', queue: 'A' } },
        { ...silence, matchers: { alert: 'old' }, to: DAY },
      ],
    });

    expect(summary.notOk.map(({ check }) => check)).toEqual(['c', 'd', 'a']);
    expect(summary.off).toEqual(['b']);
    expect(summary.silenced).toEqual([{ name: 'queue-backlog, queue=A', until: 3 * DAY }]);
  });
});
