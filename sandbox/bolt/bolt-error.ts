/** A refusal with the status code that Neo4j gives it. */
export class BoltError extends Error {
  override readonly name = 'BoltError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function syntaxError(message: string): BoltError {
  return new BoltError('Neo.ClientError.Statement.SyntaxError', message);
}

export function typeError(message: string): BoltError {
  return new BoltError('Neo.ClientError.Statement.TypeError', message);
}
