import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDirectories } from '../checks/check-directories.ts';
import { readCheckFiles } from '../checks/read-check-files.ts';
import { statementFile } from '../clients/statement-file.ts';
import type { Check } from '../domain/check.ts';
import { Fault } from '../domain/fault.ts';
import { type Command, textOption } from './command.ts';

export const statements: Command = {
  name: 'statements',
  summary: 'Every statement that can be sent, with its purpose and the right it needs',
  usage: 'statements [--directory DIR] [--json]',
  example: 'hart statements --json',
  options: { directory: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, { out }) {
    const directory = textOption(options, 'directory', '');
    const { checks, complaints } = readCheckFiles(
      checkDirectories(directory === '' ? undefined : directory),
    );
    const [complaint] = complaints;
    if (complaint !== undefined)
      throw new Fault('check-invalid', `${complaint.path} ${complaint.message}`, {
        hint: complaint.hint,
      });
    const all = [...checks.flatMap(statementsOf), ...filesOf('facts'), ...filesOf('operations')];
    if (options['json'] === true) out(`${JSON.stringify({ statements: all })}\n`);
    else
      for (const { name, target, purpose, needs, text } of all)
        out(
          `── ${name} (${target})\n   ${purpose}\n   needs: ${needs.join(', ') || 'nothing'}\n\n${text}\n\n`,
        );
    return 0;
  },
};

/** What is asked beside the checks, and what runs send: each says in its comment what for, and by which right. */
function filesOf(folder: 'facts' | 'operations') {
  const directory = fileURLToPath(new URL(`../../sql/${folder}`, import.meta.url));
  return readdirSync(directory)
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(directory, file), 'utf8');
      return {
        name: `${folder}/${file}`,
        target: file.endsWith('.cypher') ? 'neo4j' : 'sql-server',
        purpose: said('Purpose', text),
        needs: [said('Right', text)].filter((right) => !right.startsWith('none')),
        text: statementFile(`${folder}/${file}`),
      };
    });
}

/** A line of the comment at the head of a statement: `Purpose: …`. */
function said(what: string, text: string): string {
  return new RegExp(`^${what}: (.*)$`, 'm').exec(text)?.[1] ?? '';
}

function statementsOf(check: Check) {
  const needs = check.needs.map(({ right, object }) =>
    object === undefined ? right : `${right} on ${object}`,
  );
  return check.variants.map(({ name, statement }) => ({
    name: check.variants.length > 1 ? `${check.name}/${name}` : check.name,
    target: check.target,
    purpose: check.title,
    needs,
    text: check.request ? `${check.request.method} ${check.request.path}` : statement.trim(),
  }));
}
