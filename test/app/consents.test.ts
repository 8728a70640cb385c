import { describe, expect, it } from 'vitest';
import { consentComplaints, consentOf } from '../../src/app/consents.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { operations } from '../../src/operations/catalogue.ts';
import { exampleConfig, exampleEnv, exampleText } from '../fakes/example-config.ts';

const from = 'backup.full:\n        approvals: 0';

describe('consent of the operations there are', () => {
  it('is not weakened by the example', () => {
    expect(consentComplaints(exampleConfig().config)).toEqual([]);
  });

  it.each([
    ['backup.neo4j', 1, false],
    ['restore.copy', 1, false],
    ['restore.in-place', 2, true],
    ['restore.neo4j', 2, true],
    ['copy.drop', 1, false],
    ['before.drop', 2, true],
    ['resync', 1, false],
    ['resync.remove-surplus', 1, false],
  ] as const)('for %s is %d approvals at least', (name, approvals, typedName) => {
    const operation = operations.find((each) => each.name === name);
    // Not there yet: then nobody can ask for it either.
    if (operation === undefined) return;
    const consent = consentOf(exampleConfig().config, 'production', operation);
    expect(consent.approvals).toBeGreaterThanOrEqual(approvals);
    if (typedName) expect(consent.typedName).toBe(true);
  });

  it('may be stricter, operation by operation', () => {
    const { config } = exampleConfig({ [from]: 'backup.full:\n        approvals: 2' });
    const full = operations.find(({ name }) => name === 'backup.full');
    const log = operations.find(({ name }) => name === 'backup.log');
    if (full === undefined || log === undefined) throw new Error('no backups');
    expect(consentOf(config, 'production', full).approvals).toBe(2);
    expect(consentOf(config, 'production', log).approvals).toBe(0);
  });

  it('complains of what is weaker, where it is said', () => {
    const { config } = exampleConfig({ [from]: 'restore.in-place:\n        approvals: 1' });
    expect(consentComplaints(config).map(({ path }) => path)).toEqual([
      'environments.production.consent.restore.in-place.approvals',
      'environments.production.consent.restore.in-place.typedName',
    ]);
  });

  it('is a fault for what is no operation', () => {
    const text = exampleText({ [from]: 'backup.fulll:\n        approvals: 0' });
    const loaded = parseConfig(text, exampleEnv);
    expect(loaded.ok ? [] : loaded.faults.map(({ path }) => path)).toEqual([
      'environments.production.consent.backup.fulll',
    ]);
  });
});
