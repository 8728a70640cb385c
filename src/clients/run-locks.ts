import type { Claim } from '../domain/plan.ts';

/** One of the server's own locks (`sp_getapplock`). */
export interface RunLock {
  readonly resource: string;
  readonly mode: 'Shared' | 'Exclusive';
}

/**
 * The locks by which the server itself keeps runs apart as `compatible` does, whatever a bot believes (safety rule S14):
 * all share a database, what excludes everything has it alone, and of each kind there is one. In one order for all, so
 * that no two wait for each other.
 */
export function locksFor(claims: readonly Claim[]): readonly RunLock[] {
  const locks = new Map<string, RunLock>();
  for (const { key, mode } of claims) {
    const whole = resource(key, '');
    if (mode === 'everything') locks.set(whole, { resource: whole, mode: 'Exclusive' });
    else if (!locks.has(whole)) locks.set(whole, { resource: whole, mode: 'Shared' });
    if (mode !== 'everything') {
      const part = resource(key, `:${mode}`);
      locks.set(part, { resource: part, mode: 'Exclusive' });
    }
  }
  return [...locks.values()].toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}

/** At most 255 characters, as the server takes them; the end of a key tells databases apart. */
function resource(key: string, part: string): string {
  const room = 255 - 'hart:'.length - part.length;
  return `hart:${key.slice(-room)}${part}`;
}
