import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { sqlChecks, sqlFiles } from './support/all-checks.ts';

const names = [...sqlChecks.keys()];

function check(name: string) {
  const found = sqlChecks.get(name);
  if (found === undefined) throw new Error(`no check ${name}`);
  return found;
}

test('these are the checks of SQL Server', () => {
  expect(names).toEqual([
    'backup-freshness',
    'config-drift',
    'inference-latency',
    'integrity',
    'neo4j-sync',
    'ooda-loop',
    'query-store',
    'queues',
    'restorability',
    'slow-queries',
    'spatial-index',
    'sql-server',
    'storage',
    'undelivered-messages',
    'workers',
  ]);
});

const twins = ['inference-latency', 'spatial-index', 'workers'];

test('these checks know a table under either of its names', () => {
  const twice = names.filter((name) =>
    check(name).variants.some(({ name: one }) => one === 'plural'),
  );
  expect(twice).toEqual(twins);
});

test.each(twins)('%s asks the same of a table under either name', (name) => {
  const [singular, plural] = check(name).variants;
  const { object: one = '' } = singular?.requires ?? {};
  const { object: other = '' } = plural?.requires ?? {};
  const bare = (object: string) => object.replace('dbo.', '');

  expect(other).toBe(`${one}s`);
  // What the sandbox proves of the one is so true of the other.
  expect(plural?.statement.replaceAll(bare(other), bare(one))).toBe(singular?.statement);
});

describe.each(names)('the check %s', (name) => {
  test('runs every 30 s to 15 min and is given up before it runs again', () => {
    const { interval, timeout } = check(name);

    expect(interval).toBeGreaterThanOrEqual(30 * SECOND);
    expect(interval).toBeLessThanOrEqual(15 * MINUTE);
    expect(timeout).toBeLessThanOrEqual(interval);
  });

  test('says in its remedy what to do, at some length, and has a headline', () => {
    expect(check(name).remedy.length).toBeGreaterThan(200);
    expect(check(name).headline).toBeDefined();
  });

  test('says for each alert what it means and what to do, short enough for its message', () => {
    const { rules, remedy } = check(name);
    const alerts = [...new Set(rules.map(({ alert }) => alert))];

    for (const alert of alerts) {
      const own = rules.find((rule) => rule.alert === alert && rule.remedy !== undefined)?.remedy;
      expect(own === undefined || (own.length > 100 && own.length <= 320)).toBe(true);
    }
    const shared = alerts.filter((alert) =>
      rules.every((rule) => rule.alert !== alert || rule.remedy === undefined),
    );
    // Words for several kinds of trouble speak of none of them; the ages of backups are one kind.
    expect(shared.length <= 1 || shared.every((alert) => alert.endsWith('-backup-overdue'))).toBe(
      true,
    );
    expect(remedy).not.toContain('{');
  });

  test('has rules whose conditions are measured in a unit and told in a sentence', () => {
    const { rules, values } = check(name);

    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) {
      const [column = '', derived] = rule.value.split('.');
      const unit = derived === 'unchanged' ? 'text' : values[column];
      expect(unit).toBeDefined();
      expect(derived === 'unchanged' || !['text', 'utc'].includes(String(unit))).toBe(true);
      expect(rule.summary).toBeDefined();
    }
  });

  test('names what it needs and what must be visible', () => {
    expect(check(name).needs.length).toBeGreaterThan(0);
    expect(check(name).witness).toBeDefined();
  });

  test('returns its proof, its labels and its values in every variant', () => {
    const { variants, labels, values, computed } = check(name);
    const columns = [
      'server_name',
      'server_utc',
      'may_see',
      'witness',
      ...labels,
      ...Object.keys(values),
    ];
    // Its function makes the rest of it.
    const wanted = computed === undefined ? columns : columns.slice(0, 4 + labels.length);
    for (const { statement } of variants) {
      const returned = outerSelect(statement);
      for (const column of wanted) expect(returned).toMatch(new RegExp(`\\b${column}\\b`));
    }
  });

  test('never compares in a rule what it lets be NULL on purpose', () => {
    const { variants, rules } = check(name);
    for (const { value } of rules) {
      const [column = '', derived] = value.split('.');
      if (derived !== undefined) continue;
      for (const { statement } of variants)
        expect(statement).not.toMatch(new RegExp(`CONVERT\\(\\w+, NULL\\) AS ${column}\\b`));
    }
  });

  test('keeps texts, bodies and raw errors of tenants to itself', () => {
    for (const column of Object.keys(check(name).values))
      expect(column).not.toMatch(/sql_text|query_text|body|message|error_text|transmission_status/);
  });

  test('has lines that fit a screen', () => {
    const longest = Math.max(...(sqlFiles.get(name) ?? '').split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(170);
  });
});

/** From the last SELECT that stands at the beginning of a line to its FROM: the columns that leave the server. */
function outerSelect(statement: string): string {
  const start = statement.search(/^SELECT/m);
  const rest = statement.slice(start);
  return rest.slice(0, rest.search(/^FROM/m));
}
