/** A stable name for each kind of fault, for logs, tests and people who search. */
export type FaultCode =
  | 'config-invalid'
  | 'check-invalid'
  | 'store-newer'
  | 'store-unusable'
  | 'target-unreachable'
  | 'target-timeout'
  | 'statement-failed'
  | 'permission-denied'
  | 'object-missing'
  | 'slack-failed'
  | 'internal';

/** Something that broke: what happened, why (`cause`), and what to do (`hint`). */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly hint: string;

  constructor(code: FaultCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? '';
  }
}

/** One thing wrong in what someone wrote: where, what, and how to put it right. */
export interface Complaint {
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}
