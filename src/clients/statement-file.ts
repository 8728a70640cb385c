import { readFileSync } from 'node:fs';

/** The text of a statement of `sql/`, without its leading comment: what is sent is what a DBA can read there. */
export function statementFile(path: string): string {
  const text = readFileSync(new URL(`../../sql/${path}`, import.meta.url), 'utf8');
  return text.replace(/^\s*\/\*[\s\S]*?^\*\/\s*$/m, '').trim();
}
