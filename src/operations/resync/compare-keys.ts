import type { Answer } from '../../domain/target.ts';

/** What names an entity on both sides. */
export interface EntityKey {
  readonly id: bigint;
  readonly tenant: bigint;
}

/** Some of many: how many there are, and the first of them. */
export interface Sampled {
  readonly count: number;
  readonly first: readonly EntityKey[];
}

/** How the graph differs from SQL Server. Equal counts never mean in step (safety rule S31). */
export interface Comparison {
  /** Rows of SQL Server that were looked at. */
  readonly compared: number;
  /** SQL Server has it, the graph has not. */
  readonly missing: Sampled;
  /** The graph has it, SQL Server has not. */
  readonly surplus: Sampled;
  /** Both have the id, under different tenants. */
  readonly differing: Sampled;
}

/** Pages of keys in the order of id, then tenant; each begins after an id. */
export interface KeyPages {
  /** At most `rows`. */
  graph(after: bigint, rows: number): Promise<Answer<readonly EntityKey[]>>;
  /** Those up to and with `top`, at most `rows`. */
  sql(after: bigint, top: bigint, rows: number): Promise<Answer<readonly EntityKey[]>>;
}

const standardPage = 20_000;
/** Beyond this many only the count is kept. */
export const mostKept = 10_000;
/** The ids that SQL Server can have. */
const firstKey = -(2n ** 63n);
const lastKey = 2n ** 63n - 1n;

/**
 * Compares keys page by page. Of each stretch the graph is read first, SQL Server afterwards: whatever is rightly in the
 * graph was in SQL Server before. Rows above `highWater` may still be on their way, so they are never missing.
 */
export async function compareKeys(
  pages: KeyPages,
  highWater: bigint,
  onPage: (upTo: bigint) => void = () => undefined,
  pageRows = standardPage,
): Promise<Answer<Comparison>> {
  let found = nothing;
  let after = firstKey;
  for (;;) {
    const graph = await pages.graph(after, pageRows);
    if (!graph.ok) return graph;
    const stretch = wholeIds(graph.value, pageRows);
    const rows = await rowsUpTo(pages, after, stretch.upTo, pageRows);
    if (!rows.ok) return rows;
    found = plus(found, compareStretch(rows.value, stretch.keys, highWater));
    if (stretch.isLast) return { ok: true, value: found };
    after = stretch.upTo;
    onPage(after);
  }
}

/** An id may have several tenants in the graph: a page that was cut off may have cut through one. */
function wholeIds(page: readonly EntityKey[], pageRows: number) {
  const last = page.at(-1);
  if (page.length < pageRows || last === undefined)
    return { keys: page, upTo: lastKey, isLast: true };
  const whole = page.filter(({ id }) => id !== last.id);
  const end = whole.at(-1);
  // All of one id: then the rest of it is beyond what anybody wants to know.
  return end === undefined
    ? { keys: page, upTo: last.id, isLast: false }
    : { keys: whole, upTo: end.id, isLast: false };
}

async function rowsUpTo(
  pages: KeyPages,
  after: bigint,
  top: bigint,
  pageRows: number,
): Promise<Answer<readonly EntityKey[]>> {
  const rows: EntityKey[] = [];
  let from = after;
  for (;;) {
    const page = await pages.sql(from, top, pageRows);
    if (!page.ok) return page;
    rows.push(...page.value);
    const last = page.value.at(-1);
    if (page.value.length < pageRows || last === undefined) return { ok: true, value: rows };
    from = last.id;
  }
}

/** Both in the order of their ids. */
function compareStretch(
  rows: readonly EntityKey[],
  nodes: readonly EntityKey[],
  highWater: bigint,
): Comparison {
  const tenants = new Map<bigint, Set<bigint>>();
  for (const { id, tenant } of nodes) {
    const known = tenants.get(id);
    if (known === undefined) tenants.set(id, new Set([tenant]));
    else known.add(tenant);
  }
  const missing: EntityKey[] = [];
  const differing: EntityKey[] = [];
  const known = new Map<bigint, bigint>();
  for (const row of rows) {
    known.set(row.id, row.tenant);
    const found = tenants.get(row.id);
    if (found === undefined) {
      if (row.id <= highWater) missing.push(row);
    } else if (!found.has(row.tenant)) differing.push(row);
  }
  // A node under a wrong tenant is told of as differing, where there is no right one beside it.
  const surplus = nodes.filter(({ id, tenant }) => {
    const right = known.get(id);
    return right === undefined || (right !== tenant && tenants.get(id)?.has(right) === true);
  });
  return {
    compared: rows.length,
    missing: sampled(missing),
    surplus: sampled(surplus),
    differing: sampled(differing),
  };
}

const none: Sampled = { count: 0, first: [] };
const nothing: Comparison = { compared: 0, missing: none, surplus: none, differing: none };

function sampled(keys: readonly EntityKey[]): Sampled {
  return { count: keys.length, first: keys.slice(0, mostKept) };
}

function plus(one: Comparison, other: Comparison): Comparison {
  const both = (name: 'missing' | 'surplus' | 'differing'): Sampled => ({
    count: one[name].count + other[name].count,
    first: [...one[name].first, ...other[name].first].slice(0, mostKept),
  });
  return {
    compared: one.compared + other.compared,
    missing: both('missing'),
    surplus: both('surplus'),
    differing: both('differing'),
  };
}

export function inStep({ missing, surplus, differing }: Comparison): boolean {
  return missing.count + surplus.count + differing.count === 0;
}
