import type { Trouble } from '../../domain/target.ts';
import { errorWords } from '../acting/error-words.ts';

/** Where a file is written, its errors have these causes. */
const causes: ReadonlyMap<number, string> = new Map([
  [3201, ': the directory is missing, or the service may not write there'],
  [3202, ': the disk is full, or broke'],
]);

/** The file is written, but msdb did not take the row: the file counts (safety rule S13). */
export const notInHistory = 3009;

export function whyItFailed({ kind, code, detail }: Trouble): string {
  const words = typeof code === 'number' ? errorWords.get(code) : undefined;
  if (words !== undefined)
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}${causes.get(Number(code)) ?? ''}.`;
  if (kind === 'unreachable') return 'The connection to the server was lost.';
  if (kind === 'permission') return 'The operator login has no right to do this.';
  // Our own words: the allow-list, a refusal of the session.
  if (code === null) return `It failed: ${detail}.`;
  return `The server refused it (error ${code}).`;
}
