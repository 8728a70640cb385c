import type {
  Answer,
  ApiReader,
  GraphReader,
  HttpReply,
  ResultRow,
  SqlReader,
  SqlServerFacts,
  StatementParameters,
} from '../../src/domain/target.ts';

/** The moment that the fake servers' clocks show. */
export const serverNow = Date.parse('2026-01-02T03:04:05.000Z');

const facts: SqlServerFacts = {
  serverName: 'SQL-PROD',
  version: '15.0.4430.1',
  majorVersion: 15,
  edition: 'Enterprise Edition',
  engineEdition: 3,
  startedAt: serverNow - 3_600_000,
  isSecondary: false,
};

/** A SQL Server that gives one answer; `asked` holds what it was asked. */
export function fakeSql(
  answer: readonly ResultRow[] | Answer<ResultRow[]>,
  changes: { readonly facts?: Partial<SqlServerFacts>; readonly objects?: readonly string[] } = {},
): SqlReader & { readonly asked: [string, StatementParameters][] } {
  const asked: [string, StatementParameters][] = [];
  return {
    asked,
    query: (statement, parameters) => {
      asked.push([statement, parameters]);
      return Promise.resolve('ok' in answer ? answer : { ok: true, value: [...answer] });
    },
    facts: () => Promise.resolve({ ok: true, value: { ...facts, ...changes.facts } }),
    exists: (_, name) =>
      Promise.resolve({ ok: true, value: (changes.objects ?? []).includes(name) }),
  };
}

/** A proof row with these columns beside it. */
export function proven(row: ResultRow, proof: ResultRow = {}): ResultRow {
  return {
    server_name: 'SQL-PROD',
    server_utc: '2026-01-02T03:04:05.000',
    may_see: 1,
    witness: 7,
    ...proof,
    ...row,
  };
}

export function fakeGraph(rows: readonly ResultRow[]): GraphReader {
  return {
    query: () => Promise.resolve({ ok: true, value: [...rows] }),
    facts: () =>
      Promise.resolve({
        ok: true,
        value: {
          version: '5.26.0',
          majorVersion: 5,
          edition: 'community',
          address: 'bolt://graph:7687',
        },
      }),
  };
}

export function fakeApi(name: string, reply: Partial<HttpReply>, isTls = false): ApiReader {
  const full: HttpReply = {
    status: 200,
    detail: 'HTTP 200',
    latency: 12,
    certificateExpiresAt: null,
    certificateTrusted: null,
    serverTime: null,
    ...reply,
  };
  return { name, isTls, get: () => Promise.resolve(full) };
}
