import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/domain/sample.ts';
import { checkColumns } from '../../../src/slack/blocks/check-columns.ts';
import { checkTable } from '../../../src/slack/blocks/check-table.ts';
import { aCheck, aCheckResult } from '../../fakes/views.ts';
import { sqlChecks } from '../../sql/support/all-checks.ts';
import { readMessage } from './read-message.ts';

function check(name: string) {
  const found = sqlChecks.get(name);
  if (found === undefined) throw new Error(`there is no check ${name}`);
  return found;
}

/** A queue that works. */
function queue(name: string, changed: Row['values'] = {}): Row {
  return {
    labels: { queue: name },
    values: {
      depth: 3,
      receive_enabled: 1,
      enqueue_enabled: 1,
      enabled: 1,
      activation_enabled: 1,
      stuck: 0,
      poison_handling: 1,
      endpoints: 12,
      ...changed,
    },
  };
}

describe('the columns of a check', () => {
  it('are all of a narrow one', () => {
    expect(checkColumns(aCheck(), [])).toEqual(['depth', 'oldest']);
  });

  it('are nine of a wide one in the order of its file: those with a threshold, and no yes that all give', () => {
    expect(checkColumns(check('queues'), [queue('ActQueue'), queue('LearnQueue')])).toEqual([
      'depth',
      'backlog',
      'oldest_seconds',
      'head',
      'activation_procedure',
      'readers',
      'max_readers',
      'monitor_state',
      'endpoints',
    ]);
  });

  it('have the yes or no that is the wrong one, and one in which the rows differ before one in which they do not', () => {
    const rows = [queue('ActQueue', { enabled: 0, activation_enabled: 0 }), queue('LearnQueue')];
    expect(checkColumns(check('queues'), rows)).toEqual(
      expect.arrayContaining(['enabled', 'activation_enabled']),
    );
    expect(checkColumns(check('queues'), rows)).not.toContain('poison_handling');
    const stuck = [queue('ActQueue', { stuck: 1 })];
    expect(checkColumns(check('queues'), stuck)).toContain('stuck');
  });

  it.each([...sqlChecks.keys()])('of %s fit into one table of Slack', (name) => {
    const { labels, values } = check(name);
    const shown = checkColumns(check(name), []);
    // With its state and its trend.
    expect(labels.length + shown.length + 2).toBeLessThanOrEqual(12);
    expect(shown).toEqual(Object.keys(values).filter((value) => shown.includes(value)));
  });

  it('stand above what is to be done about what is wrong in them, and about nothing else', () => {
    const { sample } = aCheckResult();
    const told = (row: Row) =>
      readMessage(
        checkTable(
          aCheckResult({
            check: check('queues'),
            state: 'critical',
            sample: { ...sample, outcome: { kind: 'rows', rows: [row] } },
            rowStates: ['critical'],
          }),
          null,
        ),
      )
        .split('\n')
        .filter((line) => line.startsWith('*What it means:*'))
        .map((line) => line.slice(17, 42));

    expect(told(queue('ActQueue', { enabled: 0 }))).toEqual(['Nothing is read from it o']);
    expect(told(queue('ActQueue', { enabled: 0, depth: 6000 }))).toEqual([
      'The reader of this queue ',
      'Nothing is read from it o',
    ]);
    // Beyond a limit over time: the rows alone do not say which.
    expect(told(queue('ActQueue'))).toEqual(['A backlog means that the ']);
  });

  it('say how many they are of how many, and where all are', () => {
    const { sample } = aCheckResult();
    const rows = [queue('ActQueue')];
    const result = aCheckResult({
      check: check('queues'),
      sample: { ...sample, outcome: { kind: 'rows', rows } },
      rowStates: ['ok'],
    });
    expect(readMessage(checkTable(result, null))).toContain(
      '9 of 15 columns: `hart checks --json` has all',
    );
    expect(readMessage(checkTable(aCheckResult(), null))).not.toContain('columns');
  });
});
