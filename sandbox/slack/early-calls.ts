import type { Call } from './call-log.ts';

/** Of the record of calls: those that came before a refusal of the same method allowed, each with what it was told. */
export function earlyCalls(
  calls: readonly Pick<Call, 'at' | 'method' | 'retryAfter'>[],
): readonly string[] {
  return calls.flatMap(({ method, at, retryAfter }, index) => {
    if (retryAfter === null) return [];
    const from = Date.parse(at);
    return calls
      .slice(index + 1)
      .filter((call) => call.method === method)
      .map((call) => ({ at: call.at, after: Date.parse(call.at) - from }))
      .filter(({ after }) => after >= 0 && after < retryAfter * 1000)
      .map(
        (call) => `${method} ${call.at}: ${call.after} ms after being asked for ${retryAfter} s`,
      );
  });
}
