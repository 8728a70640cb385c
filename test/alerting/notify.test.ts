import { describe, expect, test } from 'vitest';
import type { Silence } from '../../src/alerting/model.ts';
import { botAlerting } from '../../src/alerting/settings.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { blank, depthRule, depths, type Memory, rulesOf, sampleOf, saw, told } from './records.ts';

const rules = rulesOf(depthRule, {
  ...depthRule,
  severity: 'critical',
  when: { comparison: '>', threshold: 5000 },
});

function afterSample(memory: Memory, at: number, byQueue: Record<string, number>): Memory {
  return saw(memory, sampleOf(at, depths(byQueue)), rules).memory;
}

const silence: Silence = {
  id: 'S1',
  matchers: { queue: 'A' },
  from: 0,
  to: DAY,
  author: 'vera',
  comment: 'planned',
  run: null,
};

describe('timers', () => {
  test('nothing open: there is nothing to wait for', () => {
    expect(told(blank, 0).result).toEqual({
      notifications: [],
      escalations: [],
      suppressions: [],
      changed: [],
      removed: [],
      nextAt: null,
    });
  });

  test('a new group is looked at after groupWait, then at every groupInterval', () => {
    const opened = told(afterSample(blank, 0, { A: 2000 }), 0);
    expect(opened.result).toMatchObject({ notifications: [], nextAt: 30 * SECOND });

    const early = told(opened.memory, 30 * SECOND - 1);
    expect(early.result).toMatchObject({ notifications: [], changed: [], nextAt: 30 * SECOND });

    const due = told(early.memory, 30 * SECOND);
    expect(due.result.nextAt).toBe(30 * SECOND + 5 * MINUTE);
  });

  test('groupWait counts from the first firing alert, even if nobody looked in between', () => {
    const two = afterSample(afterSample(blank, 0, { A: 2000 }), 10 * SECOND, { A: 2000, B: 2000 });

    expect(told(two, 10 * SECOND).result.nextAt).toBe(30 * SECOND);
  });

  test('looks missed while the bot was down are made up for by one, and the beat stays', () => {
    const opened = told(afterSample(blank, 0, { A: 2000 }), 0);
    const late = told(opened.memory, 12 * MINUTE);

    expect(late.result.notifications).toHaveLength(1);
    expect(late.result.nextAt).toBe(15 * MINUTE + 30 * SECOND);
  });

  test('the soonest of several groups is waited for', () => {
    const config = botAlerting({ groupBy: ['alert', 'queue'] });
    const first = told(afterSample(blank, 0, { A: 2000 }), 0, { config });
    const second = told(afterSample(first.memory, 10 * SECOND, { A: 2000, B: 2000 }), 10 * SECOND, {
      config,
    });

    expect(second.result.nextAt).toBe(30 * SECOND);
  });
});

describe('a notification', () => {
  const opened = told(afterSample(blank, 0, { A: 2000, B: 6000 }), 0).memory;
  const first = told(opened, 30 * SECOND);

  test('says what, why, how bad, and whether the mention is due', () => {
    expect(first.result.notifications).toMatchObject([
      {
        at: 30 * SECOND,
        group: { alert: 'queue-backlog', environment: 'production' },
        reason: 'first',
        resolved: [],
        severity: 'critical',
        mention: true,
      },
    ]);
    expect(first.result.notifications[0]?.firing).toHaveLength(2);
    expect(first.result.notifications[0]?.incident).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/);
  });

  test('carries the same incident to its end, and mentions once', () => {
    const more = afterSample(first.memory, MINUTE, { A: 2000, B: 6000, C: 7000 });
    const second = told(more, 6 * MINUTE);
    const third = told(afterSample(second.memory, 7 * MINUTE, { A: 1, B: 1, C: 1 }), 11 * MINUTE);

    const [one] = first.result.notifications;
    expect(second.result.notifications).toMatchObject([
      { reason: 'new-alerts', incident: one?.incident, mention: false },
    ]);
    expect(third.result.notifications).toMatchObject([
      { reason: 'all-resolved', incident: one?.incident, severity: null, mention: false },
    ]);
    expect(third.memory.groups.size).toBe(0);
  });

  test('rule 16: not written to the log is decided again', () => {
    expect(told(opened, 31 * SECOND).result.notifications).toHaveLength(1);
    expect(told(first.memory, 31 * SECOND).result.notifications).toHaveLength(0);
  });

  test('says goodbye by the log alone, when the instance is forgotten already', () => {
    const forgotten = { ...first.memory, instances: new Map() };

    expect(told(forgotten, 6 * MINUTE).result.notifications).toMatchObject([
      { reason: 'all-resolved', resolved: first.result.notifications[0]?.firing },
    ]);
  });

  test('rule 23: is not repeated while someone holds the incident, and its end is told', () => {
    const acknowledged = new Set([first.result.notifications[0]?.incident ?? '']);
    const held = told(first.memory, 5 * HOUR, { acknowledged });
    expect(held.result.notifications).toEqual([]);
    expect(told(first.memory, 5 * HOUR).result.notifications).toMatchObject([{ reason: 'repeat' }]);

    const resolved = afterSample(held.memory, 5 * HOUR + 1, {});
    expect(told(resolved, 6 * HOUR, { acknowledged }).result.notifications).toMatchObject([
      { reason: 'all-resolved' },
    ]);
  });
});

describe('an announced warning that turns critical', () => {
  const announced = told(told(afterSample(blank, 0, { A: 2000 }), 0).memory, 30 * SECOND);

  test('escalates at once, once, and not at the next beat', () => {
    const now = told(afterSample(announced.memory, MINUTE, { A: 6000 }), MINUTE);
    expect(now.result.notifications).toEqual([]);
    expect(now.result.escalations).toMatchObject([
      { at: MINUTE, incident: announced.result.notifications[0]?.incident },
    ]);

    const back = told(afterSample(now.memory, 2 * MINUTE, { A: 2000 }), 2 * MINUTE);
    const again = told(afterSample(back.memory, 3 * MINUTE, { A: 6000 }), 3 * MINUTE);
    expect([...back.result.escalations, ...again.result.escalations]).toEqual([]);
  });

  test('waits for the end of what holds it back', () => {
    const worse = afterSample(announced.memory, MINUTE, { A: 6000 });
    const muted = told(worse, MINUTE, { silences: [silence] });
    expect(muted.result.escalations).toEqual([]);

    expect(told(muted.memory, 2 * MINUTE).result.escalations).toHaveLength(1);
  });
});

describe('what is held back', () => {
  test('is not everything, when a silence without matchers slips through', () => {
    const silences = [{ ...silence, matchers: {} }];
    const opened = told(afterSample(blank, 0, { A: 2000 }), 0, { silences });

    expect(told(opened.memory, 30 * SECOND, { silences }).result.notifications).toHaveLength(1);
  });

  test('names the silence, once for as long as it lasts', () => {
    const silences = [silence];
    const opened = told(afterSample(blank, 0, { A: 2000, B: 2000 }), 0, { silences });
    const first = told(opened.memory, 30 * SECOND, { silences });
    const second = told(first.memory, 6 * MINUTE, { silences });

    expect(first.result.notifications[0]?.firing).toHaveLength(1);
    expect(first.result.suppressions).toMatchObject([
      { labels: { queue: 'A' }, by: 'silence', because: 'S1' },
    ]);
    expect(second.result.suppressions).toEqual([]);
  });

  test('begins an incident of its own when the announced one is over', () => {
    const silences = [{ ...silence, to: 8 * MINUTE }];
    const opened = told(afterSample(blank, 0, { A: 2000, B: 2000 }), 0, { silences });
    const first = told(opened.memory, 30 * SECOND, { silences });
    const over = told(afterSample(first.memory, MINUTE, { A: 2000, B: 5 }), 6 * MINUTE, {
      silences,
    });
    const later = told(over.memory, 11 * MINUTE, { silences });

    expect(over.result.notifications).toMatchObject([{ reason: 'all-resolved' }]);
    expect(later.result.notifications).toMatchObject([{ reason: 'first' }]);
    expect(later.result.notifications[0]?.incident).not.toBe(
      over.result.notifications[0]?.incident,
    );
  });
});
