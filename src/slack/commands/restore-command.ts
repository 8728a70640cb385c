import { code } from '../blocks/escape.ts';
import { showRestoreForm } from '../runs/restore-orders.ts';
import { suggest } from '../suggest.ts';
import type { Command } from './command.ts';

const ways = ['copy', 'in-place'] as const;

export const restoreCommand: Command = {
  name: 'restore',
  usage: '/hart restore [copy|in-place]',
  role: 'operator',
  summary: 'Restores the database as a copy or in place, to a moment that you choose',
  example: '/hart restore copy',
  details:
    'Opens a form: which history, until which moment, as a copy or in place. Then the plan with every statement, what is lost and how long it takes. A copy wants one approval, a restore in place two and the typed name; it runs when you press *Start* after that.',
  needsEnvironment: true,
  changes: false,
  dialog: true,
  async run(asked) {
    const [typed = 'copy', ...rest] = asked.args;
    const how = ways.find((way) => way === typed.toLowerCase());
    if (how !== undefined && rest.length === 0) return await showRestoreForm(asked, null, how);
    const meant = suggest(typed, ways);
    const hint = meant === null ? '' : ` Did you mean ${code(`/hart restore ${meant}`)}?`;
    await asked.say(
      `The form asks for the moment and all else: ${code(restoreCommand.usage)}.${hint}`,
    );
  },
};
