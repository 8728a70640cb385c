import { readFileSync } from 'node:fs';
import { UsageError } from './command.ts';

/** A file that somebody named on the command line, as JSON. A byte order mark before it is let pass. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read as JSON: ${why}`);
  }
}
