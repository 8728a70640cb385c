import { describe, expect, it } from 'vitest';
import { createSqlFacts } from '../../src/clients/sql-facts.ts';
import type { Answer, ResultRow } from '../../src/domain/target.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';

const limits = { timeout: SECOND, maxRows: 10, maxBytes: 10_000 };

/** A server that says when its database was restored, and a clock. */
function server() {
  const state = { now: 0, restored: null as string | null, denied: false };
  const asked: string[] = [];
  const facts = createSqlFacts({
    async query(statement): Promise<Answer<ResultRow[]>> {
      const isRestore = statement.includes('restorehistory');
      asked.push(isRestore ? 'restored' : 'other');
      if (isRestore && state.denied)
        return { ok: false, trouble: { kind: 'permission', detail: 'denied', code: 229 } };
      return {
        ok: true,
        value: [isRestore ? { restored_utc: state.restored } : { server_name: 'SQL', is_hadr: 0 }],
      };
    },
    generation: () => 1,
    now: () => state.now,
  });
  const restoredAt = async () => {
    const answer = await facts.facts(limits);
    return answer.ok ? answer.value.restoredAt : answer.trouble.kind;
  };
  return { state, asked, restoredAt };
}

describe('S18 a restore that nobody tells of', () => {
  it('is noticed within a minute on the connections that there are, and nothing else is asked for it', async () => {
    const { state, asked, restoredAt } = server();
    expect(await restoredAt()).toBeUndefined();
    const first = asked.length;
    state.restored = '2026-01-05T12:00:00.000';
    state.now = MINUTE - 1;
    expect(await restoredAt()).toBeUndefined();
    expect(asked).toHaveLength(first);
    state.now = MINUTE;
    expect(await Promise.all([restoredAt(), restoredAt()])).toEqual([
      Date.UTC(2026, 0, 5, 12),
      Date.UTC(2026, 0, 5, 12),
    ]);
    expect(asked.slice(first)).toEqual(['restored']);
  });

  it('is not forgotten when the question fails', async () => {
    const { state, restoredAt } = server();
    state.restored = '2026-01-05T12:00:00.000';
    expect(await restoredAt()).toBe(Date.UTC(2026, 0, 5, 12));
    state.denied = true;
    state.now = 2 * MINUTE;
    expect(await restoredAt()).toBe(Date.UTC(2026, 0, 5, 12));
  });
});
