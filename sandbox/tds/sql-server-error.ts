/** What SQL Server tells of an error or an information message. */
export interface ServerMessage {
  readonly number: number;
  readonly message: string;
  /** Severity: 0 to 10 inform, 11 to 19 fail the statement, from 20 on the connection ends. */
  readonly class?: number;
  readonly state?: number;
  readonly line?: number;
  readonly procedure?: string;
}

/** An error with SQL Server's number, thrown by whatever stands behind the server. */
export class SqlServerError extends Error implements ServerMessage {
  override readonly name = 'SqlServerError';
  readonly number: number;
  readonly class: number;
  readonly state: number;
  readonly line: number;
  readonly procedure: string;
  /** Errors that the server reports before this one, as 300 before 297. */
  readonly preceding: readonly ServerMessage[];

  constructor(error: ServerMessage, preceding: readonly ServerMessage[] = []) {
    super(error.message);
    this.number = error.number;
    this.class = error.class ?? 16;
    this.state = error.state ?? 1;
    this.line = error.line ?? 1;
    this.procedure = error.procedure ?? '';
    this.preceding = preceding;
  }
}
