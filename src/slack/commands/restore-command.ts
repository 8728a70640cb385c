import { showRestoreForm } from '../runs/restore-orders.ts';
import type { Command } from './command.ts';

export const restoreCommand: Command = {
  name: 'restore',
  usage: '/hart restore',
  role: 'operator',
  summary: 'Restores the database as a copy or in place, to a moment that you choose',
  example: '/hart restore --env production',
  details:
    'Opens a form: which history, until which moment, as a copy or in place. Then the plan with every statement, what is lost and how long it takes. A copy wants one approval, a restore in place two and the typed name; it runs when you press *Start* after that.',
  needsEnvironment: true,
  changes: false,
  dialog: true,
  run: (asked) => showRestoreForm(asked, null),
};
