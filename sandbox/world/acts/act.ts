import type { ActContext } from './act-context.ts';
import type { StatementReader } from './statement-reader.ts';

/** What a statement does, once it is its turn. An SqlServerError thrown is its error; the batch goes on. */
export type Execution = (context: ActContext) => void | Promise<void>;

/**
 * A kind of acting statement. Looks at the next words: null if they are no statement of this kind; otherwise it reads
 * to the statement's end, without its semicolon. Errors of syntax are thrown (`reader.fail()`), and then nothing of
 * the batch runs.
 */
export type ReadAct = (reader: StatementReader) => Execution | null;
