import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Comparison,
  compareKeys,
  type EntityKey,
  inStep,
  type KeyPages,
} from '../../../src/operations/resync/compare-keys.ts';

/** Two sides in memory, in the order of id and tenant. */
function pagesOf(rows: readonly EntityKey[], nodes: readonly EntityKey[]): KeyPages {
  const apart = (one: bigint, other: bigint) => Number(one > other) - Number(one < other);
  const ordered = (keys: readonly EntityKey[]) =>
    keys.toSorted((a, b) => apart(a.id, b.id) || apart(a.tenant, b.tenant));
  const page = (keys: readonly EntityKey[], after: bigint, top: bigint, most: number) => ({
    ok: true as const,
    value: ordered(keys)
      .filter(({ id }) => id > after && id <= top)
      .slice(0, most),
  });
  return {
    graph: async (after, most) => page(nodes, after, 2n ** 63n - 1n, most),
    sql: async (after, top, most) => page(rows, after, top, most),
  };
}

async function compared(
  rows: readonly EntityKey[],
  nodes: readonly EntityKey[],
  highWater: bigint,
  pageRows: number,
): Promise<Comparison> {
  const answer = await compareKeys(pagesOf(rows, nodes), highWater, undefined, pageRows);
  if (!answer.ok) throw new Error(answer.trouble.detail);
  return answer.value;
}

/** The same by whole sets, without pages. */
function oracle(rows: readonly EntityKey[], nodes: readonly EntityKey[], highWater: bigint) {
  const written = ({ id, tenant }: EntityKey) => `${id}/${tenant}`;
  const inGraph = new Set(nodes.map(written));
  const graphIds = new Set(nodes.map(({ id }) => id));
  const inSql = new Set(rows.map(written));
  const sqlIds = new Map(rows.map((row) => [row.id, row]));
  const apart = rows.filter((row) => !inGraph.has(written(row)));
  return {
    missing: apart.filter(({ id }) => !graphIds.has(id) && id <= highWater).map(written),
    differing: apart.filter(({ id }) => graphIds.has(id)).map(written),
    surplus: nodes
      .filter((node) => {
        const row = sqlIds.get(node.id);
        return row === undefined || (!inSql.has(written(node)) && inGraph.has(written(row)));
      })
      .map(written),
  };
}

// Few ids, so that both sides meet; some beyond what a number holds, where two neighbours would be one.
const ids = fc.oneof(
  fc.bigInt({ min: 1n, max: 12n }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 6n }),
  fc.constantFrom(2n ** 63n - 1n, 2n ** 63n - 2n, 0n, -5n),
);
const key = fc.record({ id: ids, tenant: fc.bigInt({ min: 0n, max: 3n }) });
const rowsOf = fc.uniqueArray(key, { selector: ({ id }) => id, maxLength: 16 });
const nodesOf = fc.uniqueArray(key, {
  selector: ({ id, tenant }) => `${id}/${tenant}`,
  maxLength: 24,
});

describe('S31 a comparison of keys', () => {
  test('finds by pages what sets say, wherever a page is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        nodesOf,
        ids,
        fc.integer({ min: 5, max: 9 }),
        async (rows, nodes, highWater, pageRows) => {
          const found = await compared(rows, nodes, highWater, pageRows);
          const written = (keys: readonly EntityKey[]) =>
            keys.map(({ id, tenant }) => `${id}/${tenant}`).toSorted();
          const wanted = oracle(rows, nodes, highWater);
          expect({
            missing: written(found.missing.first),
            differing: written(found.differing.first),
            surplus: written(found.surplus.first),
            compared: found.compared,
          }).toEqual({
            missing: wanted.missing.toSorted(),
            differing: wanted.differing.toSorted(),
            surplus: wanted.surplus.toSorted(),
            compared: rows.length,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is not fooled by equal counts', async () => {
    const side = (...numbers: readonly bigint[]) => numbers.map((id) => ({ id, tenant: 0n }));
    const found = await compared(side(1n, 2n, 3n), side(1n, 2n, 900n), 3n, 10);
    expect(found).toMatchObject({ missing: { count: 1 }, surplus: { count: 1 } });
    expect(inStep(found)).toBe(false);
    expect(inStep(await compared(side(1n, 2n), side(1n, 2n), 2n, 10))).toBe(true);
  });

  test('does not miss what came after the high-water mark', async () => {
    const found = await compared(
      [
        { id: 5n, tenant: 1n },
        { id: 6n, tenant: 1n },
      ],
      [],
      5n,
      10,
    );
    expect(found.missing).toEqual({ count: 1, first: [{ id: 5n, tenant: 1n }] });
  });

  test('ends when a page cannot be read, and says why', async () => {
    const pages = pagesOf([], []);
    const trouble = { kind: 'timeout', detail: 'no answer in 60 s', code: null } as const;
    const broken: KeyPages = { ...pages, sql: async () => ({ ok: false, trouble }) };
    expect(await compareKeys(broken, 1n)).toEqual({ ok: false, trouble });
  });
});
