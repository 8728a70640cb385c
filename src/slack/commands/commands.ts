import { alertsCommand } from './alerts-command.ts';
import { backupsCommand } from './backups-command.ts';
import { checkCommand } from './check-command.ts';
import type { Command } from './command.ts';
import { digestCommand } from './digest-command.ts';
import { helpCommand } from './help-command.ts';
import { queuesCommand } from './queues-command.ts';
import { statusCommand } from './status-command.ts';
import { testAlertCommand } from './test-alert-command.ts';
import { whoamiCommand } from './whoami-command.ts';

/** Every command, in the order in which help lists them. To add one: its file, and its line here. */
export const commands: readonly Command[] = [
  statusCommand,
  checkCommand,
  queuesCommand,
  alertsCommand,
  backupsCommand,
  digestCommand,
  testAlertCommand,
  whoamiCommand,
  helpCommand,
];
