/**
 * All that an error says, with what lies beneath it: drivers wrap the socket's own error several times, and only that
 * one tells a refused connection from an unknown name.
 */
export function wordsWithin(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const beneath = [
    error.cause,
    'originalError' in error ? error.originalError : undefined,
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  return [error.message, code, ...beneath.map((each) => wordsWithin(each, depth + 1))].join(' ');
}
