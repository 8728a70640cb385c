import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { probe } from '../../src/probes/probe.ts';
import { aCheck } from '../fakes/a-check.ts';
import { sqlChecks } from '../sql/support/all-checks.ts';
import { fakeSql, proven, serverNow } from '../support/fake-targets.ts';

async function outcomeOf(check: Partial<Check>, restoredAt?: number) {
  const facts = restoredAt === undefined ? {} : { restoredAt };
  const { outcome } = await probe(aCheck(check), {
    environment: 'production',
    sqlServer: fakeSql([proven({ queue: 'ActQueue', depth: 3 })], { facts }),
    newest: () => undefined,
    now: () => serverNow,
  });
  return outcome;
}

describe('S18 what a database says after it was restored', () => {
  it('is unknown for as long as the check looks back', async () => {
    expect(await outcomeOf({ looksBack: HOUR }, serverNow - 10 * MINUTE)).toEqual({
      kind: 'unknown',
      reason: 'restored',
      detail: 'the database was restored 10 min ago; what it says of the 1 h before now is older',
      restoredAgo: 10 * MINUTE,
    });
  });

  it('counts again once that time has passed', async () => {
    expect(await outcomeOf({ looksBack: HOUR }, serverNow - HOUR)).toMatchObject({ kind: 'rows' });
  });

  it('counts where the check does not look back, or no restore is known', async () => {
    expect(await outcomeOf({}, serverNow - MINUTE)).toMatchObject({ kind: 'rows' });
    expect(await outcomeOf({ looksBack: HOUR })).toMatchObject({ kind: 'rows' });
  });
});

describe('S18 the checks that go by what the database says of its past', () => {
  const windows = [...sqlChecks.values()].flatMap(({ name, parameters, looksBack, variants }) => {
    const source = parameters['windowMinutes'];
    const within = /\b(?:FROM|JOIN)\s+(?:dbo|sys\.query_store)/;
    return source !== undefined &&
      'value' in source &&
      variants.some(({ statement }) => within.test(statement))
      ? [{ name, minutes: Number(source.value), looksBack }]
      : [];
  });

  it('are these', () => {
    expect(windows.map(({ name }) => name)).toEqual([
      'inference-latency',
      'neo4j-sync',
      'ooda-loop',
      'slow-queries',
      'spatial-index',
      'workers',
    ]);
  });

  it.each(windows)('$name is unknown for the whole of its window', ({ minutes, looksBack }) => {
    expect(looksBack ?? 0).toBeGreaterThanOrEqual(minutes * MINUTE);
  });
});
