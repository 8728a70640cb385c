import type { Acted } from '../../domain/acting.ts';
import type { Run } from '../../domain/run.ts';
import { runCardKey } from '../../domain/run-card-key.ts';
import { pastAWord } from '../../operations/acting/next-move.ts';
import type { Asked, Order } from '../commands/command.ts';
import type { DialogView } from '../views/dialog.ts';
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

/** Draws a dialog about the run; what is submitted there is another order. */
function dialogAbout(
  order: Pick<Order, 'name' | 'role' | 'orRoles'>,
  form: (run: Run) => DialogView,
): Order {
  return {
    ...order,
    changes: false,
    dialog: true,
    async run(asked) {
      const run = await namedRun(asked);
      if (run !== null) await asked.dialog?.show(form(run));
    },
  };
}

export const askApproval = dialogAbout({ name: 'approve', role: 'approver' }, (run) =>
  approveForm(run),
);
export const askRejection = dialogAbout({ name: 'reject', role: 'approver' }, rejectForm);
/** Before the first step that overwrites or changes names a word is enough; after it, it is a plan of its own (S12). */
export const askCancel: Order = {
  name: 'cancel',
  role: 'operator',
  orRoles: ['approver'],
  changes: false,
  dialog: true,
  async run(asked) {
    const run = await namedRun(asked);
    if (run === null) return;
    const isPlan = run.state === 'running' && pastAWord(run) !== null;
    if (isPlan) return await proposeInDialog(asked, 'cancel', { run: run.id });
    await asked.dialog?.show(cancelForm(run));
  },
};
export const showStatements = dialogAbout({ name: 'statements', role: 'viewer' }, statementsView);

/** Does something to the run at once, and says in one sentence that it is done. */
function actOn(
  name: string,
  act: (asked: Asked, run: Run) => Promise<Acted>,
  done: (run: Run) => string,
): Order {
  return {
    name,
    role: 'operator',
    // A cancel is an approver's too; whose run it is decides behind `acting`.
    orRoles: ['approver'],
    changes: true,
    async run(asked) {
      const run = await namedRun(asked);
      if (run !== null) await told(asked, await act(asked, run), done);
    },
  };
}

export const withdrawRun = actOn(
  'withdraw',
  ({ services, identity }, { id }) => services.acting.withdraw(id, agentOf(identity)),
  ({ id }) => `Run ${id} is withdrawn.`,
);
export const startRun = actOn(
  'start',
  ({ services, identity }, { id }) => services.acting.start(id, agentOf(identity)),
  ({ id }) => `Run ${id} has started.`,
);

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
    await asked.dialog?.show(confirmForm(again, null, run.plan));
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
