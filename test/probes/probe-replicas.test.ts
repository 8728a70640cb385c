import { describe, expect, it } from 'vitest';
import { onEveryReplica } from '../../src/checks/on-every-replica.ts';
import type { Check } from '../../src/domain/check.ts';
import type { SqlReader, Trouble } from '../../src/domain/target.ts';
import { type ProbeContext, probe } from '../../src/probes/probe.ts';
import { aCheck } from '../fakes/a-check.ts';
import { fakeSql, proven, serverNow } from '../support/fake-targets.ts';

const away: Trouble = {
  kind: 'unreachable',
  detail: 'no connection to SQL Server sql-2:1433 (ECONNREFUSED)',
  code: 'ECONNREFUSED',
};

function server(name: string, depth: number): SqlReader {
  const rows = [proven({ queue: 'ActQueue', depth }, { server_name: name })];
  return fakeSql(rows, { facts: { serverName: name } });
}

function down(): SqlReader {
  const none = () => Promise.resolve({ ok: false as const, trouble: away });
  return { query: none, facts: none, exists: none };
}

const every = onEveryReplica(aCheck({ runsOn: 'every' }));

async function outcomeOf(
  readers: readonly SqlReader[],
  check: Check = every,
  more: Partial<ProbeContext> = {},
) {
  return probe(check, {
    environment: 'production',
    sqlServer: server('SQL-LISTENER', 0),
    replicas: readers.map((reader, index) => ({ name: `sql-${index + 1}`, reader })),
    newest: () => undefined,
    now: () => serverNow,
    ...more,
  });
}

describe('a check that runs on every replica', () => {
  it('asks each, and its rows say of which they are', async () => {
    const { outcome, replica } = await outcomeOf([server('A', 3), server('B', 4)]);

    expect(outcome).toEqual({
      kind: 'rows',
      rows: [
        { labels: { queue: 'ActQueue', replica: 'sql-1' }, values: { depth: 3 } },
        { labels: { queue: 'ActQueue', replica: 'sql-2' }, values: { depth: 4 } },
      ],
      blind: [],
    });
    expect(replica).toBe('sql-1, sql-2');
  });

  it('is as ever where no replicas are named', async () => {
    const plain = aCheck({ runsOn: 'every' });
    const { outcome, replica } = await outcomeOf([], plain);

    expect(outcome).toEqual({
      kind: 'rows',
      rows: [{ labels: { queue: 'ActQueue' }, values: { depth: 0 } }],
    });
    expect(replica).toBe('SQL-LISTENER');
  });

  it('is blind to one that is down, and tells what the others say', async () => {
    const { outcome } = await outcomeOf([server('A', 3), down()]);

    expect(outcome).toMatchObject({
      rows: [{ labels: { replica: 'sql-1' } }],
      blind: [{ labels: { replica: 'sql-2' }, reason: 'unreachable', detail: away.detail }],
    });
  });

  it('is blind to all of them, and no row, where none answers', async () => {
    const { outcome } = await outcomeOf([down(), down()]);

    expect(outcome).toMatchObject({ kind: 'rows', rows: [], blind: [{}, {}] });
  });

  it('is not known where it is pooled and none answers, which is no word on the one server', async () => {
    const pooled = { ...every, pooled: 'freshness' };
    const pools = { freshness: () => [] };
    const { outcome } = await outcomeOf([down(), down()], pooled, { pools });

    expect(outcome).toEqual({
      kind: 'unknown',
      reason: 'error',
      detail: `no replica answers: sql-1: ${away.detail}; sql-2: ${away.detail}`,
    });
  });

  it('believes a server once, when two addresses lead to it', async () => {
    const { outcome } = await outcomeOf([server('A', 3), server('A', 3)]);

    expect(outcome).toMatchObject({
      rows: [{ labels: { replica: 'sql-1' } }],
      blind: [{ labels: { replica: 'sql-2' }, reason: 'error' }],
    });
  });

  it('waits for nobody before it asks the next', async () => {
    const asked: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = server('A', 3);
    const waiting: SqlReader = {
      ...slow,
      facts: async (limits) => {
        asked.push('A');
        await promise;
        return slow.facts(limits);
      },
    };
    const quick = server('B', 4);
    const watched: SqlReader = {
      ...quick,
      facts: (limits) => {
        asked.push('B');
        resolve();
        return quick.facts(limits);
      },
    };

    const { outcome } = await outcomeOf([waiting, watched]);

    expect(asked.slice(0, 2)).toEqual(['A', 'B']);
    expect(outcome).toMatchObject({ rows: [{}, {}] });
  });

  it('asks the common address alone of what one may say', async () => {
    const { outcome } = await outcomeOf([server('A', 3), server('B', 4)], aCheck());

    expect(outcome).toMatchObject({
      rows: [{ labels: { queue: 'ActQueue' }, values: { depth: 0 } }],
    });
  });

  it('joins the answers of a pooled check, knowing who gave none', async () => {
    const pooled = { ...every, pooled: 'freshness' };
    const { outcome } = await outcomeOf([server('A', 3), server('B', 4), down()], pooled, {
      pools: {
        freshness: (answers, unheard) => [
          {
            queue: unheard.join(),
            replica: 'all',
            depth: answers.reduce((sum, { rows }) => sum + Number(rows[0]?.['depth']), 0),
          },
        ],
      },
    });

    expect(outcome).toMatchObject({
      rows: [{ labels: { queue: 'sql-3', replica: 'all' }, values: { depth: 7 } }],
      blind: [{ labels: { replica: 'sql-3' } }],
    });
  });
});
