import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readWatchedChecks, watchedChecks } from '../../src/app/watched-checks.ts';
import { type Config, parseConfig } from '../../src/config/load-config.ts';

const example: unknown = parse(
  readFileSync(new URL('../../hart.example.yml', import.meta.url), 'utf8'),
);
const secrets = {
  HART_PRODUCTION_SQL_READER_PASSWORD: 'x',
  HART_PRODUCTION_NEO4J_PASSWORD: 'x',
  SLACK_BOT_TOKEN: 'xoxb-x',
  SLACK_APP_TOKEN: 'xapp-x',
};

/** The example with these overrides of its production's checks, and with this in its alerting. */
function configWith(checks: object, alerting: object = {}): Config {
  const text = stringify(example, (key, value: unknown) => {
    if (typeof value !== 'object') return value;
    if (key === 'production') return { ...value, checks };
    return key === 'alerting' ? { ...value, ...alerting } : value;
  });
  const loaded = parseConfig(text, secrets);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.config;
}

describe('the checks of an environment', () => {
  it('are those of the product, less what is switched off', () => {
    const { watched, complaints } = readWatchedChecks(configWith({ api: { enabled: false } }));
    const { checks = [], disabled } = watched.get('production') ?? {};

    expect(complaints).toEqual([]);
    expect(disabled?.map(({ name }) => name)).toEqual(['api']);
    expect(checks.map(({ name }) => name)).toContain('sql-server');
    expect(checks.map(({ name }) => name)).not.toContain('api');
  });

  it('name every override that fits no check, no alert and no condition', () => {
    const faulty = configWith({
      quues: {},
      queues: { rules: { 'queue-backlog/warning': { when: 'many' }, 'queue-lost': { for: '1m' } } },
      workers: { parameters: { nothing: 1 } },
    });

    expect(
      readWatchedChecks(faulty)
        .complaints.map(({ path }) => path)
        .toSorted(),
    ).toEqual([
      'environments.production.checks.queues.rules.queue-backlog/warning.when',
      'environments.production.checks.queues.rules.queue-lost',
      'environments.production.checks.quues',
      'environments.production.checks.workers.parameters.nothing',
    ]);
    expect(() => watchedChecks(faulty)).toThrow(/quues names no check/);
  });
});

describe('an inhibition', () => {
  /** Asked every 120 s; critical after 120 s. */
  const full = { alert: 'storage-full' };
  const refused = { alert: 'messages-refused' };
  const complaintsOf = (inhibit: object, alerting: object, checks = {}) =>
    readWatchedChecks(configWith(checks, { inhibit: [inhibit], ...alerting })).complaints;

  it('whose source comes after its target is announced is refused with the wait that would do', () => {
    // 120 s until it is seen and 120 s until it fires; the target fires after 120 s.
    expect(complaintsOf({ source: full, target: refused }, { groupWait: '119s' })).toEqual([
      {
        path: 'alerting.inhibit.0',
        message:
          'comes too late in production: messages-refused may be announced 1s before storage-full fires',
        hint: expect.stringMatching(/messages-refused.*storage-full.*alerting\.groupWait: 120s\.$/),
      },
    ]);
    expect(complaintsOf({ source: full, target: refused }, { groupWait: '120s' })).toEqual([]);
  });

  it.each([
    [
      'a target that waits longer',
      { 'undelivered-messages': { rules: { 'messages-refused/warning': { for: '240s' } } } },
    ],
    [
      'a source that is quicker',
      {
        storage: {
          interval: '20s',
          rules: { 'storage-full/critical': { for: '60s' } },
        },
      },
    ],
  ])('is in time without any wait by %s', (_, checks) => {
    expect(complaintsOf({ source: full, target: refused }, { groupWait: '0s' }, checks)).toEqual(
      [],
    );
  });

  it.each([
    [
      'of one check, whose rules are judged together',
      { alert: 'queue-backlog' },
      { alert: 'queue-rising' },
    ],
    ['by a server that is down', { alert: 'neo4j-down' }, { alert: 'graph-drift' }],
    ['of many targets, one of which waits long enough', full, { target: 'sql-server' }],
    ['of what no check of the product is called', { alert: 'own' }, { alert: 'check-unknown' }],
    ['that is of another environment', { ...full, environment: 'staging' }, refused],
  ])('%s is in time without any wait', (_, source, target) => {
    expect(complaintsOf({ source, target }, { groupWait: '0s' })).toEqual([]);
  });

  it('counts until the measurement at which `for` is over', () => {
    const checks = { storage: { rules: { 'storage-full/critical': { for: '121s' } } } };
    expect(complaintsOf({ source: full, target: refused }, {}, checks)).toMatchObject([
      { hint: expect.stringContaining('groupWait: 240s') },
    ]);
  });

  it('by a server that is seen to be down too late is refused too', () => {
    const source = { alert: 'sql-server-down' };
    const inhibit = { source, target: { alert: 'dead-letters' } };
    expect(complaintsOf(inhibit, { groupWait: '30s' })).toMatchObject([
      { path: 'alerting.inhibit.0', hint: expect.stringContaining('groupWait: 95s') },
    ]);
  });

  it('is in time at the pace of a rehearsal, whose checks all wait alike', () => {
    const inhibit = [{ source: full, target: refused }];
    const config = configWith({}, { inhibit, groupWait: '1s' });
    const quick = { ...config, checks: { interval: 1000, for: 2000 } };
    expect(readWatchedChecks(config).complaints).toHaveLength(1);
    expect(readWatchedChecks(quick).complaints).toEqual([]);
  });
});
