import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Instant } from '../domain/time.ts';

/** Where the audit log ended at a moment. */
export interface Anchor {
  readonly at: Instant;
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Appends one line of JSON; on disk when it returns. The file belongs on other storage than the store, where the bot may
 * append and not rewrite (safety rule S48).
 */
export function appendAnchor(file: string, { at, sequence, hash }: Anchor): void {
  const handle = openSync(file, 'a', 0o640);
  try {
    writeSync(handle, `${JSON.stringify({ at: new Date(at).toISOString(), sequence, hash })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The one written last; null: there is none yet. A line that broke off is passed over. */
export function newestAnchor(file: string): Anchor | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  for (const line of text.split('\n').toReversed()) {
    const anchor = readAnchor(line);
    if (anchor !== null) return anchor;
  }
  return null;
}

/** One line of the file, or the same JSON given by hand. */
export function readAnchor(line: string): Anchor | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { at, sequence, hash }: Partial<Record<keyof Anchor, unknown>> = Object(value);
  const moment = typeof at === 'string' ? Date.parse(at) : 0;
  if (typeof sequence !== 'number' || typeof hash !== 'string' || Number.isNaN(moment)) return null;
  return { at: moment, sequence, hash };
}
