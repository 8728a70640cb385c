import { type ActionId, actionIds } from '../blocks/elements.ts';
import { askHandOver } from '../commands/hand-over-command.ts';
import { askNote } from '../commands/note-command.ts';
import { helpIncident } from '../runs/help-incident.ts';
import { showQueueActs } from '../runs/queue-orders.ts';
import { redrawRestore } from '../runs/restore-orders.ts';
import {
  askApproval,
  askCancel,
  askRejection,
  askRunAgain,
  followRun,
  showStatements,
  startRun,
  uploadStatements,
  withdrawRun,
} from '../runs/run-orders.ts';
import { ask } from './ask.ts';
import { byCommand } from './by-command.ts';
import type { Button } from './click.ts';
import { postToChannel } from './post-to-channel.ts';
import { previewSilence } from './preview-silence.ts';
import { refresh } from './refresh.ts';
import { runButton } from './run-button.ts';
import { runCheck } from './run-check.ts';
import { showQueues } from './show-queues.ts';
import { signOff } from './sign-off.ts';
import { snooze } from './snooze.ts';

/** What each button does. To add one: its id, and its line here. */
export const buttons: Readonly<Record<ActionId, Button>> = {
  [actionIds.postToChannel]: postToChannel,
  [actionIds.refresh]: refresh,
  [actionIds.showQueues]: showQueues,
  [actionIds.runCheck]: runCheck,
  [actionIds.acknowledge]: byCommand('ack'),
  [actionIds.unacknowledge]: byCommand('unack'),
  [actionIds.handOver]: ask(askHandOver),
  [actionIds.addNote]: ask(askNote),
  [actionIds.silence]: byCommand('silence'),
  [actionIds.snooze]: snooze,
  [actionIds.exportTimeline]: byCommand('timeline'),
  [actionIds.previewSilence]: previewSilence,
  [actionIds.signOff]: signOff,
  [actionIds.approveRun]: runButton(askApproval),
  [actionIds.rejectRun]: runButton(askRejection),
  [actionIds.withdrawRun]: runButton(withdrawRun),
  [actionIds.startRun]: runButton(startRun),
  [actionIds.cancelRun]: runButton(askCancel),
  [actionIds.askRunAgain]: runButton(askRunAgain),
  [actionIds.runStatements]: runButton(showStatements),
  [actionIds.runStatementsFile]: runButton(uploadStatements),
  [actionIds.followRun1]: runButton(followRun(0)),
  [actionIds.followRun2]: runButton(followRun(1)),
  [actionIds.followRun3]: runButton(followRun(2)),
  [actionIds.redrawRestore]: redrawRestore,
  [actionIds.queueActs]: showQueueActs,
  [actionIds.helpIncident]: helpIncident,
};
