import type { Reply } from './backend.ts';
import { SqlServerError } from './sql-server-error.ts';
import {
  columnMetadata,
  databaseChange,
  done,
  doneStatus,
  doneToken,
  messageToken,
  returnStatus,
  returnValue,
  row,
} from './tokens.ts';
import type { WireColumn } from './wire-value.ts';

/** A reply under way. */
export interface ReplyWriter {
  readonly reply: Reply;
  /** Reports what the backend threw. */
  readonly fail: (thrown: unknown) => void;
  /** The tokens that end the answer. */
  readonly ending: () => Buffer;
  /** An error from severity 20 on ends the connection. */
  readonly fatal: () => boolean;
}

const fatalClass = 20;

/** Turns a backend's answer into tokens, each sent at once as `write` gets it. */
export function createReplyWriter(options: {
  readonly kind: 'batch' | 'rpc';
  readonly server: string;
  readonly write: (tokens: Buffer) => void;
}): ReplyWriter {
  const { kind, server, write } = options;
  let columns: readonly WireColumn[] = [];
  let status = 0;
  let failed = false;
  let worst = 0;
  const values: Buffer[] = [];

  const reply: Reply = {
    columns: (described) => {
      columns = described;
      write(columnMetadata(described));
    },
    rows: (rows) => {
      if (rows.length > 0) write(Buffer.concat(rows.map((cells) => row(columns, cells))));
    },
    done: (rowCount) => {
      const type = kind === 'rpc' ? doneToken.inProcedure : doneToken.done;
      write(done(type, doneStatus.more, rowCount));
    },
    info: (message) => write(messageToken('info', message, server)),
    error: (error) => {
      failed = true;
      worst = Math.max(worst, error.class ?? 16);
      write(messageToken('error', error, server));
    },
    returnValue: (name, type, value) => values.push(returnValue(name, type, value)),
    returnStatus: (value) => {
      status = value;
    },
    databaseChanged: (from, to) => {
      write(databaseChange(from, to));
      const message = `Changed database context to '${to}'.`;
      write(messageToken('info', { number: 5701, state: 2, message }, server));
    },
  };

  return {
    reply,
    fatal: () => worst >= fatalClass,
    fail: (thrown) => {
      if (thrown instanceof SqlServerError) {
        for (const error of [...thrown.preceding, thrown]) reply.error(error);
        return;
      }
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      reply.error({ number: 50000, message: `sandbox: ${message}` });
    },
    ending: () => {
      const last = failed ? doneStatus.error : doneStatus.final;
      if (kind === 'batch') return done(doneToken.done, last);
      return Buffer.concat([returnStatus(status), ...values, done(doneToken.procedure, last)]);
    },
  };
}
