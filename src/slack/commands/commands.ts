import { ackCommand, unackCommand } from './ack-command.ts';
import { alertsCommand } from './alerts-command.ts';
import { auditCommand } from './audit-command.ts';
import { backupCommand } from './backup-command.ts';
import { backupsCommand } from './backups-command.ts';
import { checkCommand } from './check-command.ts';
import type { Command } from './command.ts';
import { digestCommand } from './digest-command.ts';
import { handOverCommand } from './hand-over-command.ts';
import { helpCommand } from './help-command.ts';
import { noteCommand } from './note-command.ts';
import { queuesCommand } from './queues-command.ts';
import { restoreCommand } from './restore-command.ts';
import { resyncCommand } from './resync-command.ts';
import { cancelCommand, runsCommand } from './runs-command.ts';
import { silenceCommand, unsilenceCommand } from './silence-command.ts';
import { snoozeCommand } from './snooze-command.ts';
import { statusCommand } from './status-command.ts';
import { testAlertCommand } from './test-alert-command.ts';
import { timelineCommand } from './timeline-command.ts';
import { whoamiCommand } from './whoami-command.ts';

/** Every command, in the order in which help lists them. To add one: its file, and its line here. */
export const commands: readonly Command[] = [
  statusCommand,
  checkCommand,
  queuesCommand,
  alertsCommand,
  ackCommand,
  unackCommand,
  handOverCommand,
  silenceCommand,
  unsilenceCommand,
  snoozeCommand,
  noteCommand,
  timelineCommand,
  backupsCommand,
  backupCommand,
  restoreCommand,
  resyncCommand,
  runsCommand,
  cancelCommand,
  digestCommand,
  testAlertCommand,
  auditCommand,
  whoamiCommand,
  helpCommand,
];
