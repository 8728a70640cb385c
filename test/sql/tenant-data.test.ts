import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../sql/', import.meta.url);
const files = ['checks', 'facts', 'operations'].flatMap((directory) =>
  readdirSync(new URL(`${directory}/`, root))
    .filter((name) => /\.(sql|cypher)$/.test(name))
    .map((name) => `${directory}/${name}`),
);

/** Columns that hold queries, messages and errors as the product or its tenants wrote them. */
const theirs =
  /query_sql_text|dm_exec_sql_text|dm_exec_input_buffer|\bevent_info\b|message_body|\bErrorMessage\b|\bInputData\b|\bOutputData\b/i;
/** Looked into by the server, which answers whether something is in it, and brought no further. */
const lookedInto = /CHARINDEX\([^()]*\) > 0/;
/** What an operator reads in a dialog, on record, and what no channel gets. */
const forDialogs = new Set(['facts/queue-head.sql']);

describe('S51 what is asked of the server', () => {
  test.each(files)('%s brings no query, no message and no error of a tenant', (file) => {
    const text = readFileSync(new URL(file, root), 'utf8').replaceAll(
      /\/\*[\s\S]*?\*\/|--.*$/gm,
      '',
    );
    const brought = text
      .split('\n')
      .filter((line) => theirs.test(line.replace(lookedInto, '')))
      .map((line) => line.trim());
    if (forDialogs.has(file)) expect(brought.length).toBeGreaterThan(0);
    else expect(brought).toEqual([]);
  });
});

test('S45 the README says where trust ends', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toMatch(/The limit of trust is the host: whoever is root there/);
});
