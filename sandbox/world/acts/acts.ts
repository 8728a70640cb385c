import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter } from '../../tds/wire-value.ts';
import type { Execution, ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { alterDatabase } from './alter-database.ts';
import { alterLogin } from './alter-login.ts';
import { backup } from './backup.ts';
import { alterQueue, endConversation } from './broker-acts.ts';
import { checkDatabase } from './check-database.ts';
import { alterAuthorization } from './database-owner.ts';
import { dropDatabase } from './drop-database.ts';
import { executeProcedure } from './execute-procedure.ts';
import { kill } from './kill.ts';
import { restore } from './restore.ts';
import { sessionSettings } from './session-settings.ts';
import { createStatementReader, type StatementReader } from './statement-reader.ts';
import { useDatabase } from './use-database.ts';

/** Every kind of acting statement; the first that recognises its words reads it. */
const kinds: readonly ReadAct[] = [
  useDatabase,
  backup,
  restore,
  dropDatabase,
  checkDatabase,
  executeProcedure,
  alterDatabase,
  alterAuthorization,
  alterLogin,
  alterQueue,
  endConversation,
  kill,
  sessionSettings,
];

/** Runs text that is no acting statement. */
export type RunQuery = (text: string) => Promise<void>;

/**
 * Runs a batch: acting statements here, what lies between them by `query`. Null if there is no acting statement in it.
 * The batch is read whole before anything runs; an acting statement that fails does not keep the next from running.
 */
export function readBatch(
  text: string,
  params: readonly Parameter[],
): ((context: ActContext, query: RunQuery) => Promise<void>) | null {
  if (!/\b(?:use|exec|execute|set|backup|restore|alter|drop|dbcc|kill|create|end)\b/i.test(text))
    return null;
  const pieces = readPieces(createStatementReader(text, params));
  if (pieces.every((piece) => typeof piece === 'string')) return null;
  return async (context, query) => {
    for (const [index, piece] of pieces.entries()) {
      if (context.signal.aborted) return;
      if (typeof piece === 'string') {
        await query(piece);
        continue;
      }
      try {
        await piece(context);
      } catch (thrown) {
        const isLast = index === pieces.length - 1;
        if (isLast || !(thrown instanceof SqlServerError) || endsBatch(thrown)) throw thrown;
        for (const error of [...thrown.preceding, thrown]) context.error(error);
      }
    }
  };
}

/** Errors after which nothing more of a batch runs: of the sandbox itself, of the way to a database, and worse ones. */
function endsBatch({ number, class: severity }: SqlServerError): boolean {
  return number === 50000 || number === 911 || number === 2812 || severity > 16;
}

/** Acting statements, and as text what is between them. */
function readPieces(reader: StatementReader): readonly (Execution | string)[] {
  const pieces: (Execution | string)[] = [];
  let from = reader.mark();
  let isStart = true;
  const text = () => {
    const before = reader.source(from).trimEnd();
    // the lines before it, so that errors tell the right one
    const lines = '\n'.repeat(reader.lineOf(from) - 1);
    if (before.replaceAll(';', '').trim() !== '') pieces.push(lines + before);
  };
  while (!reader.done()) {
    const mark = reader.mark();
    const act = isStart ? firstOf(reader) : null;
    if (!act) {
      isStart = reader.word() === ';';
      continue;
    }
    const end = reader.mark();
    reader.reset(mark);
    text();
    reader.reset(end);
    reader.endStatement();
    pieces.push(act);
    from = reader.mark();
    isStart = true;
  }
  text();
  return pieces;
}

function firstOf(reader: StatementReader): Execution | null {
  for (const read of kinds) {
    const act = read(reader);
    if (act) return act;
  }
  return null;
}
