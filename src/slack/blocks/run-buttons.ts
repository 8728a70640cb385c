import type { Run, RunState } from '../../domain/run.ts';
import { actionIds, type Button } from './elements.ts';

/** In the order of `report.next`: each has an action of its own, since a value says nothing but the run. */
const followActions = [actionIds.followRun1, actionIds.followRun2, actionIds.followRun3] as const;

type Make = (run: Run) => readonly Omit<Button, 'value'>[];

const statements = { label: 'Statements', actionId: actionIds.runStatements };
const drops: ReadonlySet<string> = new Set(['copy.drop', 'before.drop']);
const withdraw = { label: 'Withdraw', actionId: actionIds.withdrawRun };
const askAgain = { label: 'Ask again', actionId: actionIds.askRunAgain };

const after: Make = ({ report }) => [
  ...(report?.next ?? []).slice(0, followActions.length).flatMap(({ label, operation }, at) => {
    const actionId = followActions[at];
    if (actionId === undefined) return [];
    // What should follow stands out; what can wait until everyone is content does not.
    const isFirst = at === 0 && !drops.has(operation);
    return [{ label: withDots(label), actionId, ...(isFirst ? { primary: true } : {}) }];
  }),
  statements,
];

const byState: Readonly<Record<RunState, Make>> = {
  planned: () => [statements, withdraw],
  waiting: () => [
    { label: 'Approve…', actionId: actionIds.approveRun, primary: true },
    { label: 'Reject…', actionId: actionIds.rejectRun },
    statements,
    withdraw,
  ],
  approved: ({ plan }) => [
    {
      label: 'Start',
      actionId: actionIds.startRun,
      ...(plan.operation === 'cancel' || plan.steps.some(({ overwrites }) => overwrites)
        ? { danger: true }
        : { primary: true }),
    },
    statements,
    withdraw,
  ],
  running: ({ cancelAsked, plan }) => [
    ...(cancelAsked === null && plan.operation !== 'cancel'
      ? [{ label: 'Cancel…', actionId: actionIds.cancelRun }]
      : []),
    statements,
  ],
  done: after,
  incomplete: after,
  failed: after,
  stopped: after,
  cancelled: after,
  rejected: () => [statements],
  withdrawn: () => [statements],
  expired: () => [askAgain, statements],
  void: () => [askAgain, statements],
};

/** What can be done about a run as it is now. Whether someone may is decided when they press. */
export function runButtons(run: Run): readonly Button[] {
  return byState[run.state](run).map((button) => ({ ...button, value: run.id }));
}

/** A dialog follows: the plan is shown before anything is done. */
function withDots(label: string): string {
  return label.endsWith('…') ? label : `${label}…`;
}
