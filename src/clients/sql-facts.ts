import { askOnce } from '../domain/ask-once.ts';
import type {
  Answer,
  Cell,
  QueryLimits,
  ResultRow,
  SqlServerFacts,
  StatementParameters,
} from '../domain/target.ts';
import { type Instant, MINUTE } from '../domain/time.ts';
import { forAll } from './for-all.ts';
import { statementFile } from './statement-file.ts';

type Query = (
  statement: string,
  parameters: StatementParameters,
  limits: QueryLimits,
) => Promise<Answer<ResultRow[]>>;

/** What is true of a server, asked once for each connection to it. */
export interface SqlFacts {
  facts(limits: QueryLimits): Promise<Answer<SqlServerFacts>>;
  exists(kind: 'object' | 'column', name: string, limits: QueryLimits): Promise<Answer<boolean>>;
  /** Something thought to be there was not: ask again. */
  forget(): void;
}

const serverStatement = statementFile('facts/server.sql');
const startStatement = statementFile('facts/server-start.sql');
const restoredStatement = statementFile('facts/restored.sql');
const roleStatement = statementFile('facts/replica-role.sql');
const objectStatement = statementFile('facts/object-exists.sql');
const columnStatement = statementFile('facts/column-exists.sql');

// A role changes at a failover, an absent table when a DBA installs it: neither waits for a new connection.
const roleLife = MINUTE / 2;
const absenceLife = MINUTE;
// A restore by someone else ends sessions, which a pool replaces without a word: nothing else tells of it (S18).
const restoreLife = MINUTE;

export function createSqlFacts(options: {
  readonly query: Query;
  readonly generation: () => number;
  readonly now: () => Instant;
}): SqlFacts {
  const { query, generation, now } = options;
  let known:
    | {
        readonly generation: number;
        readonly facts: SqlServerFacts;
        readonly until: Instant;
        readonly restoreUntil: Instant;
      }
    | undefined;
  let objects = new Map<string, { readonly found: boolean; readonly until: Instant }>();
  let objectsGeneration = 0;
  const factsOnce = askOnce<Answer<SqlServerFacts>>();
  const existsOnce = askOnce<Answer<boolean>>();

  async function askFacts(limits: QueryLimits): Promise<Answer<SqlServerFacts>> {
    const server = await query(serverStatement, {}, limits);
    if (!server.ok) return server;
    const row = server.value[0] ?? {};
    const isHadr = Number(row['is_hadr'] ?? 0) === 1;
    const [start, restored, role] = await Promise.all([
      query(startStatement, {}, limits),
      query(restoredStatement, {}, limits),
      isHadr ? query(roleStatement, {}, limits) : undefined,
    ]);
    const facts: SqlServerFacts = {
      serverName: text(row['server_name']),
      version: text(row['version']),
      majorVersion: Number(row['major_version'] ?? text(row['version']).split('.')[0]),
      edition: text(row['edition']),
      engineEdition: Number(row['engine_edition'] ?? 0),
      startedAt: start.ok ? utc(start.value[0]?.['started_utc']) : null,
      isSecondary: role === undefined ? false : secondaryBy(role),
      ...restoredBy(restored),
    };
    known = {
      generation: generation(),
      facts,
      until: isHadr ? now() + roleLife : Infinity,
      restoreUntil: now() + restoreLife,
    };
    return { ok: true, value: facts };
  }

  async function askRestored(
    before: NonNullable<typeof known>,
    limits: QueryLimits,
  ): Promise<Answer<SqlServerFacts>> {
    const restored = await query(restoredStatement, {}, limits);
    const facts = { ...before.facts, ...restoredBy(restored) };
    if (known === before) known = { ...before, facts, restoreUntil: now() + restoreLife };
    return { ok: true, value: facts };
  }

  async function askExists(
    kind: 'object' | 'column',
    name: string,
    limits: QueryLimits,
  ): Promise<Answer<boolean>> {
    const answer = await (kind === 'object'
      ? query(objectStatement, { object: { type: 'text', value: name } }, limits)
      : query(columnStatement, columnParameters(name), limits));
    if (!answer.ok) return answer;
    const found = Number(answer.value[0]?.['found'] ?? 0) === 1;
    if (objectsGeneration !== generation()) objects = new Map();
    objectsGeneration = generation();
    objects.set(`${kind} ${name}`, { found, until: found ? Infinity : now() + absenceLife });
    return { ok: true, value: found };
  }

  return {
    facts(limits) {
      const before = known;
      if (before !== undefined && before.generation === generation() && before.until > now())
        return before.restoreUntil > now()
          ? Promise.resolve({ ok: true, value: before.facts })
          : factsOnce('restored', () => askRestored(before, forAll(limits)));
      return factsOnce('facts', () => askFacts(forAll(limits)));
    },

    exists(kind, name, limits) {
      const key = `${kind} ${name}`;
      const cached = objectsGeneration === generation() ? objects.get(key) : undefined;
      if (cached !== undefined && cached.until > now())
        return Promise.resolve({ ok: true, value: cached.found });
      return existsOnce(key, () => askExists(kind, name, forAll(limits)));
    },

    forget() {
      objects = new Map();
    },
  };
}

/** A database outside any availability group is NULL to the function. A question that failed says nothing. */
function secondaryBy(role: Answer<ResultRow[]>): boolean | null {
  return role.ok ? Number(role.value[0]?.['is_primary'] ?? 1) === 0 : null;
}

/** A question that failed says nothing: what was known stays so. */
function restoredBy(answer: Answer<ResultRow[]>): Pick<SqlServerFacts, 'restoredAt'> {
  const restoredAt = answer.ok ? utc(answer.value[0]?.['restored_utc']) : null;
  return restoredAt === null ? {} : { restoredAt };
}

function columnParameters(name: string): StatementParameters {
  const cut = name.lastIndexOf('.');
  return {
    object: { type: 'text', value: name.slice(0, cut) },
    column: { type: 'text', value: name.slice(cut + 1) },
  };
}

function text(value: Cell | undefined): string {
  return String(value ?? '').trim();
}

function utc(value: unknown): Instant | null {
  const at = typeof value === 'string' ? Date.parse(`${value}Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
