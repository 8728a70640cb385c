import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseConfig } from '../../src/config/load-config.ts';
import { exampleEnv, exampleText } from '../fakes/example-config.ts';

const example: unknown = parse(exampleText());

/** The example with other words under `environments.production`. */
function loaded(backups: object, consent: object = {}) {
  const changed = structuredClone(example);
  if (!isConfig(changed)) throw new Error('The example has no production');
  Object.assign(changed.environments.production, { backups, consent });
  return parseConfig(stringify(changed), exampleEnv);
}

function isConfig(value: unknown): value is { environments: { production: object } } {
  return typeof value === 'object' && value !== null && 'environments' in value;
}

const faultsOf = (...asked: Parameters<typeof loaded>) => {
  const { ok, ...rest } = loaded(...asked);
  return ok || !('faults' in rest)
    ? []
    : rest.faults.map(({ path, message }) => `${path} ${message}`);
};

const directory = 'D:\\Backups';

describe('backups.schedule', () => {
  it('is off where nothing is said', () => {
    const config = loaded({ directory });

    expect(config.ok && config.config.environments['production']?.backups.schedule).toBeUndefined();
  });

  it('is read as times of day and intervals, on the clocks of its zone', () => {
    const schedule = { full: 'daily 01:00', diff: '6h', log: '15m', timeZone: 'Europe/Berlin' };
    const config = loaded({ directory, schedule });

    expect(config.ok && config.config.environments['production']?.backups.schedule).toEqual({
      full: { kind: 'daily', time: '01:00' },
      diff: { kind: 'every', interval: 6 * 3_600_000 },
      log: { kind: 'every', interval: 15 * 60_000 },
      timeZone: 'Europe/Berlin',
    });
  });

  it.each([
    [{ directory, schedule: { log: '15m' } }, 'schedule.full'],
    [{ directory, schedule: { full: 'nightly' } }, 'is no time of a backup'],
    [{ directory, schedule: { full: 'daily 25:00' } }, 'is no time of a backup'],
    [{ directory, schedule: { full: '0m' } }, 'is shorter than a minute'],
    [{ directory, schedule: { full: '24h', weekly: '7d' } }, 'weekly'],
    [{ schedule: { full: '24h' } }, 'has no directory to write to'],
  ])('%o is a fault', (backups, words) => {
    expect(faultsOf(backups).join()).toContain(words);
  });

  it('cannot give the consent of people', () => {
    const schedule = { full: '24h', log: '15m' };

    expect(faultsOf({ directory, schedule }, { 'backup.full': { approvals: 1 } })).toEqual([
      "environments.production.consent.backup.full wants people's consent, which environments.production.backups.schedule cannot give",
    ]);
    expect(faultsOf({ directory, schedule }, { 'backup.diff': { approvals: 1 } })).toEqual([]);
  });
});
