import { readdirSync, readFileSync } from 'node:fs';
import { readCheck } from '../../../src/checks/read-check.ts';
import type { Check } from '../../../src/domain/check.ts';

const folder = new URL('../../../sql/checks/', import.meta.url);

/** The SQL check files by name, with their text. */
export const sqlFiles: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => [file.replace(/\.sql$/, ''), readFileSync(new URL(file, folder), 'utf8')]),
);

/** Every SQL check; throws with the complaints of a file that cannot be read. */
export const sqlChecks: ReadonlyMap<string, Check> = new Map(
  [...sqlFiles].map(([name, text]) => {
    const read = readCheck(`${name}.sql`, text);
    if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.complaints)}`);
    return [name, read.check];
  }),
);
