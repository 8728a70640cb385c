import { checkList } from '../blocks/check-list.ts';
import { checkTable } from '../blocks/check-table.ts';
import { code } from '../blocks/escape.ts';
import { suggest } from '../suggest.ts';
import type { Asked, Command } from './command.ts';

export const checkCommand: Command = {
  name: 'check',
  usage: '/hart check [name]',
  role: 'viewer',
  summary: 'Runs a check now and shows its rows; without a name, lists all checks',
  example: '/hart check queues',
  details:
    'Runs one check against the server now and shows what it saw, with the thresholds beside the values. Without a name it lists every check with its state, when it last ran and how long that took.',
  needsEnvironment: true,
  changes: false,
  async run(asked) {
    const [name, ...rest] = asked.args;
    if (name === undefined) return await listChecks(asked);
    if (rest.length > 0) return await asked.say('One check at a time: `/hart check NAME`.');
    return await runCheck(asked, name.toLowerCase());
  },
};

async function listChecks({ environment, services, view, answer }: Asked): Promise<void> {
  const checks = await services.checks(environment);
  await answer((id) => checkList(environment, checks, view, id));
}

async function runCheck(asked: Asked, name: string): Promise<void> {
  const { environment, services } = asked;
  const names = (await services.checks(environment)).map((check) => check.name);
  if (!names.includes(name)) {
    const meant = suggest(name, names);
    const hint =
      meant === null ? '`/hart check` lists them all.' : `Did you mean \`/hart check ${meant}\`?`;
    return await asked.say(`There is no check ${code(name)}. ${hint}`);
  }
  const work = services.runCheck(environment, name);
  const result = await asked.patiently(work, `Running ${code(name)} in ${code(environment)} …`);
  if (result === null) return await asked.say(`The check ${code(name)} is not there any more.`);
  return await asked.answer((id) => checkTable(result, id));
}
