import { BoltError } from './bolt-error.ts';
import type { Structure } from './packstream.ts';
import { isList, mapOf, type Value } from './value.ts';

/** What a statement gives. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** Where a statement goes, and what it may do there. */
export interface Place {
  readonly database: string;
  readonly access: 'read' | 'write';
}

export interface SessionOptions {
  /** The minor version of Bolt 5 that was agreed on. */
  readonly minor: number;
  readonly connectionId: string;
  readonly serverAgent: string;
  /** This server's address, for routing tables. */
  readonly address: string;
  readonly credentials: Readonly<Record<string, string>>;
  run(
    statement: string,
    parameters: Readonly<Record<string, Value>>,
    place: Place,
    login: string,
  ): Promise<Answer>;
  send(message: Structure): void;
  hangUp(): void;
}

const request = {
  hello: 0x01,
  goodbye: 0x02,
  reset: 0x0f,
  run: 0x10,
  begin: 0x11,
  commit: 0x12,
  rollback: 0x13,
  discard: 0x2f,
  pull: 0x3f,
  telemetry: 0x54,
  route: 0x66,
  logon: 0x6a,
  logoff: 0x6b,
} as const;
const response = { success: 0x70, record: 0x71, ignored: 0x7e, failure: 0x7f } as const;

/**
 * One client's conversation, by the states of Bolt 5: authentication, ready, streaming, in a transaction, failed.
 * After a failure everything is ignored until RESET.
 */
export function createBoltSession(options: SessionOptions): (message: Structure) => Promise<void> {
  let login: string | null = null;
  let hasFailed = false;
  /** The database of the open transaction. */
  let transaction: Place | null = null;
  let stream: { rows: (readonly Value[])[] } | null = null;

  function success(entries: Readonly<Record<string, Value>> = {}): void {
    options.send({ signature: response.success, fields: [mapOf(entries)] });
  }

  function fail(error: unknown): void {
    hasFailed = true;
    stream = null;
    transaction = null;
    options.send({
      signature: response.failure,
      fields: [mapOf(failureFields(error, options.minor))],
    });
  }

  async function handle({ signature, fields }: Structure): Promise<void> {
    if (login === null && signature !== request.hello && signature !== request.logon)
      throw invalid('a request before authentication');
    switch (signature) {
      case request.hello:
        return success({
          server: options.serverAgent,
          connection_id: options.connectionId,
          hints: mapOf({ 'connection.recv_timeout_seconds': 120n }),
        });
      case request.logon:
        login = logOn(entriesOf(fields[0]), options.credentials);
        return success();
      case request.logoff:
        login = null;
        return success();
      case request.telemetry:
        return success();
      case request.route:
        return success(routingTable(options.address, databaseOf(fields[2])));
      case request.begin:
        transaction = placeOf(fields[0]);
        return success();
      case request.commit:
      case request.rollback:
        if (transaction === null) throw invalid('no transaction is open');
        transaction = null;
        return success(signature === request.commit ? { bookmark: 'sandbox:1' } : {});
      case request.run:
        return run(fields);
      case request.pull:
      case request.discard:
        return deliver(signature === request.pull, entriesOf(fields[0])['n']);
      default:
        throw invalid(`unknown message 0x${signature.toString(16)}`);
    }
  }

  async function run([statement, parameters, extra]: readonly Value[]): Promise<void> {
    if (typeof statement !== 'string') throw invalid('RUN without a statement');
    const place = transaction ?? placeOf(extra);
    const answer = await options.run(statement, entriesOf(parameters), place, login ?? '');
    stream = { rows: [...answer.rows] };
    success({ fields: answer.columns, t_first: 0n, ...(transaction === null ? {} : { qid: 0n }) });
  }

  function deliver(isPull: boolean, count: Value | undefined): void {
    if (stream === null) throw invalid('nothing to pull');
    const wanted = typeof count === 'bigint' && count >= 0n ? Number(count) : stream.rows.length;
    const rows = stream.rows.splice(0, wanted);
    if (isPull) for (const row of rows) options.send({ signature: response.record, fields: [row] });
    if (stream.rows.length > 0) return success({ has_more: true });
    stream = null;
    success({
      type: 'r',
      t_last: 0n,
      db: 'neo4j',
      ...(transaction === null ? { bookmark: 'sandbox:1' } : {}),
    });
  }

  return async (message) => {
    if (message.signature === request.goodbye) return options.hangUp();
    if (message.signature === request.reset) {
      hasFailed = false;
      transaction = null;
      stream = null;
      return success();
    }
    if (hasFailed) return options.send({ signature: response.ignored, fields: [] });
    try {
      await handle(message);
    } catch (error) {
      fail(error);
    }
  };
}

function logOn(
  token: Readonly<Record<string, Value>>,
  credentials: Readonly<Record<string, string>>,
): string {
  const principal = textOf(token['principal']) ?? '';
  if (
    token['scheme'] === 'basic' &&
    credentials[principal] !== undefined &&
    credentials[principal] === token['credentials']
  )
    return principal;
  throw new BoltError(
    'Neo.ClientError.Security.Unauthorized',
    'The client is unauthorized due to authentication failure.',
  );
}

/** From 5.7 a failure carries a GQL status beside the old code, under other names. */
function failureFields(error: unknown, minor: number): Readonly<Record<string, Value>> {
  const isKnown = error instanceof BoltError;
  const code = isKnown ? error.code : 'Neo.DatabaseError.General.UnknownError';
  const message = error instanceof Error ? error.message : String(error);
  if (minor < 7) return { code, message };
  return {
    neo4j_code: code,
    message,
    gql_status: isKnown && code.includes('ClientError') ? '42000' : '50N42',
    description: `error: ${message}`,
    diagnostic_record: mapOf({ OPERATION: '', OPERATION_CODE: '0', CURRENT_SCHEMA: '/' }),
  };
}

function routingTable(address: string, database: string): Readonly<Record<string, Value>> {
  const servers = ['ROUTE', 'READ', 'WRITE'].map((role) => mapOf({ addresses: [address], role }));
  return { rt: mapOf({ ttl: 300n, db: database, servers }) };
}

function placeOf(extra: Value | undefined): Place {
  const isRead = entriesOf(extra)['mode'] === 'r';
  return { database: databaseOf(extra), access: isRead ? 'read' : 'write' };
}

function databaseOf(extra: Value | undefined): string {
  return textOf(entriesOf(extra)['db']) ?? 'neo4j';
}

function invalid(message: string): BoltError {
  return new BoltError('Neo.ClientError.Request.Invalid', message);
}

function entriesOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'map'
    ? value.entries
    : {};
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
