import { runCardKey } from '../../domain/run-card-key.ts';
import type { Order } from '../commands/command.ts';
import {
  approveForm,
  cancelForm,
  confirmForm,
  rejectForm,
  statementsView,
} from '../views/run-forms.ts';
import { statementsFile } from '../views/run-statements.ts';
import { agentOf } from './agent-of.ts';
import { namedRun } from './named-run.ts';
import { proposeInDialog } from './propose-in-dialog.ts';
import { refusePlainly } from './refuse-plainly.ts';
import { told } from './told.ts';

/** What the buttons of a run's message ask for. Who may do it to this run is decided behind `acting`, for all alike. */

export const askApproval: Order = {
  name: 'approve',
  role: 'approver',
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run !== null) await asked.dialog?.show(approveForm(run));
  },
};

export const askRejection: Order = {
  name: 'reject',
  role: 'approver',
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run !== null) await asked.dialog?.show(rejectForm(run));
  },
};

export const askCancel: Order = {
  name: 'cancel',
  role: 'operator',
  orRoles: ['approver'],
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run !== null) await asked.dialog?.show(cancelForm(run));
  },
};

export const showStatements: Order = {
  name: 'statements',
  role: 'viewer',
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run !== null) await asked.dialog?.show(statementsView(run));
  },
};

/** Into the run's thread: everyone who approves reads the same file. */
export const uploadStatements: Order = {
  name: 'statements',
  role: 'viewer',
  changes: false,
  async run(asked) {
    const run = await namedRun(asked);
    if (run === null) return;
    const place = await asked.services.whereIs(runCardKey(run.id), 0);
    const file = statementsFile(run);
    if (place === null) await asked.sendFile(file);
    else await asked.upload(place, file);
    const where = place === null ? 'was sent to you' : "is in the run's thread";
    // In a dialog nothing is said: that would take the place of what the person is reading.
    await asked.confirm(`The file with every statement ${where}.`);
  },
};

export const withdrawRun: Order = {
  name: 'withdraw',
  role: 'operator',
  changes: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run === null) return;
    const acted = await asked.services.acting.withdraw(run.id, agentOf(asked.identity));
    await told(asked, acted, ({ id }) => `Run ${id} is withdrawn.`);
  },
};

export const startRun: Order = {
  name: 'start',
  role: 'operator',
  changes: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run === null) return;
    const acted = await asked.services.acting.start(run.id, agentOf(asked.identity));
    await told(asked, acted, ({ id }) => `Run ${id} has started.`);
  },
};

export const askRunAgain: Order = {
  name: 'ask-again',
  role: 'operator',
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run === null) return;
    const again = await asked.services.acting.askAgain(run.id, agentOf(asked.identity));
    if ('rule' in again) return await refusePlainly(asked, again);
    await asked.dialog?.show(confirmForm(again));
  },
};

/** What should follow a run, by its place in the report. */
export function followRun(at: number): Order {
  return {
    name: 'follow',
    role: 'operator',
    changes: false,
    dialog: true,
    async run(asked) {
      const run = await namedRun(asked);
      if (run === null) return;
      const next = run.report?.next[at];
      if (next === undefined)
        return await asked.refuse({
          kind: 'refusal',
          rule: 'nothing-follows',
          message: `Nothing of that kind follows run ${run.id}.`,
          hint: 'Press a button of its message as it is now.',
        });
      await proposeInDialog(asked, next.operation, next.options);
    },
  };
}
