import type { Run } from '../../domain/run.ts';
import type { Operation, OperatorSession } from './operation.ts';

/** A run under way in this process. */
export interface Work {
  readonly operation: Operation;
  /** As this process knows it: what is stored, unless the store cannot be written. */
  run: Run;
  /** Null for operations that touch no SQL Server, and while a lost one is not opened anew. */
  session: OperatorSession | null;
  /** Aborted by a cancel. */
  readonly cancel: AbortController;
  /** hart ends without it: nothing more is written or begun. */
  abandoned: boolean;
  /** What could not be written yet stands in `run` alone. */
  unwritten: boolean;
  /** How often a step was looked at again after its connection was lost. */
  readonly lookedAgain: Map<string, number>;
}
