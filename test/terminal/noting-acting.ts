import type { Acted, Acting } from '../../src/domain/acting.ts';
import type { Agent, Run } from '../../src/domain/run.ts';

const otto: Agent = { person: 'otto', actor: 'os:otto', slackUserId: null };

/** A run that waits for consent. */
export const plannedRun: Run = {
  id: 'R1',
  order: { operation: 'backup.log', environment: 'production', options: {}, by: otto },
  plan: {
    operation: 'backup.log',
    environment: 'production',
    target: { kind: 'sql-server', server: 'sql-1', database: 'Hartonomous', identity: 'x/5' },
    title: 'Log backup of `Hartonomous` on `sql-1`',
    risk: 'low',
    loses: [],
    notes: [],
    warnings: [],
    steps: [],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [],
    binding: {},
    memory: {},
  },
  hash: 'ab12'.repeat(16),
  consent: { approvals: 1, typedName: false, stepUp: false },
  state: 'waiting',
  askedAt: 0,
  confirmedAt: 0,
  expiresAt: 900_000,
  reminded: false,
  approvals: [],
  endedBy: null,
  startedAt: null,
  endedAt: null,
  steps: [],
  memory: {},
  cancelAsked: null,
  report: null,
  configHash: 'c',
  scheduled: false,
  worker: null,
  version: 1,
};

interface Call {
  readonly ask: string;
  readonly by?: Agent;
  readonly given?: unknown;
}

/** Notes what is asked of it and agrees to everything: what is tried is who gets as far as here. */
export function notingActing(): Acting & {
  readonly calls: readonly Call[];
  hold(run: Run): void;
} {
  const calls: Call[] = [];
  let held = plannedRun;
  const note = async (ask: string, by: Agent, given?: unknown): Promise<Acted> => {
    calls.push({ ask, by, ...(given === undefined ? {} : { given }) });
    return held;
  };
  return {
    calls,
    hold(run) {
      held = run;
    },
    propose: (order) => note('propose', order.by, order),
    confirm: (_id, by, given) => note('confirm', by, given),
    approve: (_id, by, given) => note('approve', by, given),
    reject: (_id, by, why) => note('reject', by, why),
    withdraw: (_id, by) => note('withdraw', by),
    start: (_id, by) => note('start', by),
    cancel: (_id, by) => note('cancel', by),
    askAgain: (_id, by) => note('askAgain', by),
    async find(id) {
      return id === held.id ? held : null;
    },
    async list() {
      return [held];
    },
  };
}
