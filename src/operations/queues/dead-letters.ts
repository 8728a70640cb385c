import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import { objectIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { Report, Run, RunOrder } from '../../domain/run.ts';
import type { Answer } from '../../domain/target.ts';
import { fillTemplate } from '../acting/fill-template.ts';
import {
  defineOperation,
  type Operation,
  type OperationPorts,
  type PlanContext,
  type StepKind,
} from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { notKnown } from '../acting/refusals.ts';
import { stepFailed } from '../acting/step-failed.ts';
import { inputText } from '../graph/input-text.ts';
import { count } from '../restore-run/refuse-restore.ts';
import { gatherRepair, notInstalled, type RepairFacts } from './queue-facts.ts';
import { repairPlan, reportRepair } from './repair-parts.ts';

/** So many, the oldest, are taken at once. */
const mostLetters = 1000;
const table = 'dbo.Neo4jSyncDeadLetterQueue';

interface LetterFacts extends RepairFacts {
  /** Their numbers, the oldest first. */
  readonly letters: readonly string[];
}

/** Sends dead letters of the sync again: those that can be read, and whose rows are still there. */
export const requeueLetters: Operation = defineOperation<LetterFacts>({
  name: 'dead-letters.requeue',
  title: 'requeue of dead letters',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather,
  plan: planRequeue,
  steps: { letters: eachLetter('dead-letter-requeue') },
  compensations: [],
  report: reportRequeue,
});

/** Takes dead letters away; they are kept where only a DBA sees them. */
export const dismissLetters: Operation = defineOperation<LetterFacts>({
  name: 'dead-letters.dismiss',
  title: 'dismissal of dead letters',
  consent: { approvals: 2, typedName: true, stepUp: false },
  session: true,
  gather,
  plan: planDismiss,
  steps: { letters: eachLetter('dead-letter-dismiss') },
  compensations: [],
  report: (run) => reportRepair(run, 'The dead letters are dismissed'),
});

async function gather(
  { options }: RunOrder,
  ports: OperationPorts,
): Promise<LetterFacts | Refusal> {
  const facts = await gatherRepair(ports);
  if (isRefusal(facts)) return facts;
  const { upTo } = options;
  const last = typeof upTo === 'string' && /^\d{1,18}$/.test(upTo) ? upTo : lastOfAll;
  const letters = await lettersAfter('0', last, ports);
  if (!letters.ok) return notKnown('the dead letters', letters.trouble.detail);
  return { ...facts, letters: letters.value };
}

const lastOfAll = String(2n ** 63n - 1n);

async function lettersAfter(
  after: string,
  upTo: string,
  { facts }: OperationPorts,
): Promise<Answer<readonly string[]>> {
  const answer = await facts.ask('dead-letter-ids', {
    after: { type: 'int', value: after },
    upTo: { type: 'int', value: upTo },
    rows: { type: 'int', value: mostLetters },
  });
  return answer.ok ? { ok: true, value: answer.value.map((row) => String(row['id'])) } : answer;
}

function planRequeue(order: RunOrder, facts: LetterFacts, context: PlanContext): Plan | Refusal {
  return planLetters(order, facts, context, {
    procedure: 'hart_RequeueDeadLetter',
    file: 'dead-letter-requeue',
    verb: 'Send again',
    risk: 'medium',
    loses: [],
    notes: ['What cannot be read, or whose row is gone, stays where it is and is counted.'],
    undo: 'Nothing needs to be undone: the worker merges.',
  });
}

function planDismiss(order: RunOrder, facts: LetterFacts, context: PlanContext): Plan | Refusal {
  return planLetters(order, facts, context, {
    procedure: 'hart_DismissDeadLetter',
    file: 'dead-letter-dismiss',
    verb: 'Dismiss',
    risk: 'high',
    loses: [
      `${count(facts.letters.length, 'dead letter')}: what they asked for is not done. They are kept in dbo.HartTakenMessage.`,
    ],
    notes: [],
    undo: 'A DBA takes them from dbo.HartTakenMessage.',
  });
}

function planLetters(
  order: RunOrder,
  facts: LetterFacts,
  { template, settings }: PlanContext,
  words: Pick<Plan, 'risk' | 'loses' | 'notes'> & {
    readonly procedure: string;
    readonly file: string;
    readonly verb: string;
    readonly undo: string;
  },
): Plan | Refusal {
  const { target, letters } = facts;
  const refused = notInstalled(facts, words.procedure, null);
  if (refused !== null) return refused;
  const last = letters.at(-1);
  if (last === undefined)
    return refuse('nothing', `There is nothing in ${named(table)}.`, 'Nothing is to do.');
  const many = count(letters.length, 'dead letter');
  const isLoss = words.loses.length > 0;
  return repairPlan(order, facts, {
    title: `${words.verb} ${many} in ${named(target.database)} on ${named(target.server)}`,
    risk: words.risk,
    loses: words.loses,
    notes: [
      `Those up to number ${last}${letters.length === mostLetters ? ', the oldest; there may be more' : ''}.`,
      ...words.notes,
    ],
    steps: [
      planStep({
        id: 'letters',
        does: 'letters',
        title: `${words.verb} ${many}, one by one`,
        statements: [fillTemplate(template(words.file), { HartDatabase: settings.database })],
        undo: words.undo,
        overwrites: isLoss,
        input: { upTo: last, letters: letters.length },
        // What is lost is agreed to letter by letter; to send more of them again does no harm.
        ...(isLoss ? {} : { counts: ['upTo', 'letters'] }),
      }),
    ],
    binding: {
      database: target.database,
      ...(isLoss ? { upTo: last, letters: letters.length } : {}),
    },
  });
}

function eachLetter(file: string): StepKind {
  return {
    async perform({ session, ports, step, signal, progress }) {
      const upTo = inputText(step, 'upTo');
      const statement = fillTemplate(ports.template(file), {
        HartDatabase: ports.settings.database,
      });
      const found = await lettersAfter('0', upTo, ports);
      if (!found.ok)
        return stepFailed(
          'The dead letters cannot be seen.',
          found.trouble.detail,
          'Nothing was done.',
        );
      const outcomes = new Map<string, number>();
      for (const [place, letter] of found.value.entries()) {
        if (signal.aborted) return { kind: 'cancelled', note: wordsOf(outcomes) };
        const answer = await session?.run(statement, { letter: { type: 'int', value: letter } });
        if (answer?.ok !== true)
          return stepFailed(
            `The letter ${letter} could not be handled.`,
            answer?.trouble.detail ?? null,
            `${wordsOf(outcomes)} Ask again to go on.`,
          );
        const outcome = String(answer.value[0]?.['outcome'] ?? '');
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        progress({
          percent: Math.round((100 * (place + 1)) / found.value.length),
          note: null,
          left: null,
        });
      }
      const memory = { outcomes: Object.fromEntries(outcomes) };
      return { kind: 'done', note: wordsOf(outcomes), memory };
    },
    examine: async () => ({
      kind: 'again',
      note: 'a letter that was handled is no longer there, and none is sent twice',
    }),
  };
}

const becameOf: Readonly<Record<string, string>> = {
  requeued: 'sent again',
  dismissed: 'dismissed',
  unreadable: 'cannot be read',
  missing: 'ask for what SQL Server no longer has',
  gone: 'were gone already',
};

function wordsOf(outcomes: ReadonlyMap<string, number>): string {
  const parts = [...outcomes].map(([outcome, many]) => `${many} ${becameOf[outcome] ?? outcome}`);
  return parts.length === 0 ? 'None was handled.' : `${parts.join(', ')}.`;
}

function reportRequeue(run: Run): Report {
  const outcomes: JsonObject = objectIn(run.memory, 'outcomes');
  const stay = Number(outcomes['unreadable'] ?? 0) + Number(outcomes['missing'] ?? 0);
  const [step] = run.plan.steps;
  const upTo = step?.input['upTo'] ?? null;
  return reportRepair(
    run,
    'Dead letters are sent again',
    stay === 0
      ? []
      : [{ label: 'Dismiss the rest…', operation: 'dead-letters.dismiss', options: { upTo } }],
  );
}
