import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCheck } from '../../src/checks/read-check.ts';
import { readCheckFiles } from '../../src/checks/read-check-files.ts';

function read(folder: string, file: string) {
  return readCheck(file, readFileSync(`test/fixtures/checks/${folder}/${file}`, 'utf8'));
}

/** What is wrong with each file of `wrong`, named after it: where, and in which words. */
const wrong: Readonly<Record<string, readonly (readonly [path: string, message: string])[]>> = {
  'no-head.sql': [['', 'does not begin with `/*` alone on its line']],
  'head-not-closed.sql': [['', 'has no `*/` alone on its line to end the head']],
  'head-is-no-yaml.sql': [['', 'has a head that is no YAML']],
  'unknown-key.sql': [['rememdy', 'is no known key']],
  'unknown-key-and-more.sql': [
    ['rememdy', 'is no known key'],
    ['rules[0].recovers', 'overlaps'],
  ],
  'missing-title.sql': [['title', 'is missing']],
  'unknown-subsystem.sql': [['subsystem', 'is none of the allowed values']],
  'no-duration.sql': [['interval', 'is no duration']],
  'unquoted-condition.sql': [['rules[0].when', 'must be quoted text']],
  'condition-without-number.sql': [['rules[0].when', 'is no condition']],
  'recovers-on-the-wrong-side.sql': [['rules[0].recovers', '"< 1200" overlaps with when "> 1000"']],
  'rule-on-unknown-column.sql': [['rules[0].value', 'names no column of values: dept']],
  'rule-on-text-column.sql': [['rules[0].value', 'is a column of unit text']],
  'two-rules-of-one-severity.sql': [['rules[1].alert', 'has the alert and severity of rules[0]']],
  'label-is-also-value.sql': [['labels', 'depth stands twice']],
  'reserved-column.sql': [['values', 'may_see is reserved']],
  'target-against-ending.sql': [['target', "is neo4j, but the file's ending says sql-server"]],
  'parameter-not-declared.sql': [['', 'uses the parameter hours']],
  'parameter-not-used.sql': [['parameters.minutes', 'is used by no statement']],
  'two-statements.sql': [['', 'has more than one statement']],
  'writes.sql': [['', 'contains DELETE']],
  'no-proof.sql': [
    ['', 'does not return may_see'],
    ['', 'does not return witness'],
  ],
  'no-statement.sql': [
    ['', 'has no statement'],
    ['parameters.minutes', 'is used by no statement'],
  ],
  'headline-on-unknown-column.sql': [['headline', 'has a place {sum(deep)}']],
  'summary-on-unknown-column.sql': [['rules[0].summary', 'has a place for {who}']],
  'remedy-with-a-place.sql': [['rules[0].remedy', 'has a place {queue}']],
  'variant-without-section.sql': [
    ['', 'has a statement before its first variant'],
    ['variant one', 'has no statement'],
    ['parameters.minutes', 'is used by no statement'],
  ],
  'wrong-columns.http.yml': [
    ['request', 'is missing'],
    ['labels', 'must be [replica]'],
    ['values.ping', 'is nothing that a request measures'],
  ],
};

describe('a check file', () => {
  it('becomes a frozen check', () => {
    const result = read('good', 'queues.sql');

    expect(result).toMatchObject({
      ok: true,
      check: {
        name: 'queues',
        interval: 30_000,
        timeout: 5000,
        runsOn: 'primary',
        needs: [{ right: 'VIEW DATABASE STATE' }, { right: 'VIEW SERVER STATE', until: 15 }],
        parameters: {
          windowMinutes: { type: 'int', value: 60 },
          name: { type: 'text', value: '%' },
          factor: { type: 'float', value: 1.5 },
        },
        onEmpty: 'ok',
        onMissing: 'unknown',
        variants: [
          { name: 'modern', requires: { minVersion: 16, column: 'dbo.Queue.Depth' } },
          { name: 'any', requires: {} },
        ],
      },
    });
    expect(result.ok && result.check.rules[0]).toEqual({
      alert: 'queue-backlog',
      value: 'depth',
      when: { comparison: '>', threshold: 1000 },
      recovers: { comparison: '<', threshold: 800 },
      for: 90_000,
      keepFiringFor: 300_000,
      severity: 'warning',
      onError: 'error',
      onEmpty: 'ok',
      summary: '{queue} holds {depth}',
    });
    expect(result.ok && Object.isFrozen(result.check.rules[0]?.when)).toBe(true);
  });

  it('has each variant with its own section', () => {
    const result = read('good', 'queues.sql');

    expect(
      result.ok && result.check.variants.map(({ statement }) => statement.includes('dbo.modern')),
    ).toEqual([true, false]);
  });

  it.each(Object.entries(wrong))('is refused when it is %s', (file, expected) => {
    const result = read('wrong', file);

    const complaints = result.ok ? [] : result.complaints;
    expect(complaints).toHaveLength(expected.length);
    for (const [index, [path, message]] of expected.entries()) {
      expect(complaints[index]?.path).toBe(path === '' ? file : `${file}: ${path}`);
      expect(complaints[index]?.message).toContain(message);
      expect(complaints[index]?.hint).not.toBe('');
    }
  });

  it('is covered by a fixture for each fault', () => {
    expect(readdirSync('test/fixtures/checks/wrong').toSorted()).toEqual(
      Object.keys(wrong).toSorted(),
    );
  });
});

describe('directories of check files', () => {
  it('are read whole: the sound checks and every complaint about the others', () => {
    const { checks, complaints } = readCheckFiles([
      'test/fixtures/checks/good',
      'test/fixtures/checks/wrong',
    ]);

    expect(checks.map(({ name }) => name)).toEqual(['queues']);
    expect(complaints).toHaveLength(Object.values(wrong).flat().length);
  });

  it('may not hold two checks of one name', () => {
    const { complaints } = readCheckFiles([
      'test/fixtures/checks/good',
      'test/fixtures/checks/good',
    ]);

    expect(complaints.map(({ message }) => message)).toEqual(['is a second check named queues']);
  });

  it('must be there', () => {
    expect(readCheckFiles(['test/fixtures/nowhere']).complaints).toMatchObject([
      { message: 'is no directory that can be read' },
    ]);
  });

  it('of the product are all sound', () => {
    const { checks, complaints } = readCheckFiles(['sql/checks']);

    expect(complaints).toEqual([]);
    expect(checks.length).toBeGreaterThanOrEqual(16);
  });
});
