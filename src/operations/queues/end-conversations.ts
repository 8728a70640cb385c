import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
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
import { gatherQueue, notInstalled, type QueueFacts } from './queue-facts.ts';
import { queueIn, repairPlan, reportRepair } from './repair-parts.ts';

/** Fewer of one kind are dialogs that end by themselves. */
const piledUp = 100;
const batch = 500;

const states: Readonly<Record<string, string>> = {
  DI: 'ended by the other side',
  DO: 'ended on this side, and the other never answered',
  ER: 'broken by an error',
};

interface Pile {
  readonly farService: string;
  readonly state: string;
  readonly count: number;
}

interface PileFacts extends QueueFacts {
  readonly piles: readonly Pile[];
}

/** Ends conversations of a queue's services that are over on one side; those that converse are never touched. */
export const endConversations: Operation = defineOperation<PileFacts>({
  name: 'queue.end-conversations',
  title: 'ending of conversations',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather,
  plan,
  steps: { end: endBatches() },
  compensations: [],
  report: (run) => reportRepair(run, `Conversations of ${queueIn(run)} are ended`),
});

async function gather(order: RunOrder, ports: OperationPorts): Promise<PileFacts | Refusal> {
  const facts = await gatherQueue(order, ports);
  if (isRefusal(facts)) return facts;
  const answer = await ports.facts.ask('piled-conversations', {
    queue: { type: 'text', value: facts.queue.name },
  });
  if (!answer.ok) return notKnown('which conversations piled up', answer.trouble.detail);
  const piles = answer.value
    .map((row) => ({
      farService: String(row['far_service']),
      state: String(row['state']).trim(),
      count: Number(row['conversations']),
    }))
    .filter((pile) => pile.state in states && pile.count >= piledUp);
  return { ...facts, piles };
}

function plan(
  order: RunOrder,
  facts: PileFacts,
  { template, settings }: PlanContext,
): Plan | Refusal {
  const { queue, target, piles } = facts;
  const refused = notInstalled(facts, 'hart_EndConversations', null);
  if (refused !== null) return refused;
  if (piles.length === 0)
    return refuse(
      'nothing',
      `No conversations of ${named(queue.name)} are over on one side and piled up.`,
      'Those that converse are left alone: their reader has to end them.',
    );
  const all = piles.reduce((sum, pile) => sum + pile.count, 0);
  return repairPlan(order, facts, {
    title: `End ${all} conversations of ${named(queue.name)} in ${named(target.database)} on ${named(target.server)}`,
    risk: 'medium',
    notes: [
      `In batches of ${batch}, the oldest first. It can be stopped at any time.`,
      'Whatever begins them without ending them is not mended by this.',
    ],
    warnings: piles.some(({ state }) => needsCleanup(state))
      ? [
          'Those that only the other side could end are ended with cleanup: what they still had to send is lost.',
        ]
      : [],
    steps: piles.map((pile) =>
      planStep({
        id: `end-${pile.state}-${pile.farService}`,
        does: 'end',
        title: `End ${pile.count} conversations with ${named(pile.farService)}, ${states[pile.state]}`,
        statements: [
          fillTemplate(template('queue-end-conversations'), { HartDatabase: settings.database }),
        ],
        overwrites: needsCleanup(pile.state),
        stop: {
          leaves: 'What was ended is gone, the other conversations are there.',
          goesOn: 'Asked for again, it ends what is left.',
        },
        input: { queue: queue.name, ...pile },
        counts: ['count'],
      }),
    ),
    binding: {
      database: target.database,
      queue: queue.name,
      piles: piles.map(({ farService, state }) => `${state} ${farService}`),
    },
  });
}

/** END CONVERSATION refuses what was ended on this side already (error 8429). */
function needsCleanup(state: string): boolean {
  return state === 'DO';
}

function endBatches(): StepKind {
  return {
    async perform({ session, ports, step, signal, progress }) {
      const state = inputText(step, 'state');
      if (!(state in states)) throw new TypeError(`Conversations in state ${state} are not ended`);
      const statement = fillTemplate(ports.template('queue-end-conversations'), {
        HartDatabase: ports.settings.database,
      });
      const wanted = Number(step.input['count']);
      let ended = 0;
      for (;;) {
        if (signal.aborted) return { kind: 'cancelled', note: `${ended} were ended.` };
        const answer = await session?.run(statement, {
          queue: { type: 'text', value: inputText(step, 'queue') },
          farService: { type: 'text', value: inputText(step, 'farService') },
          state: { type: 'text', value: state },
          batch: { type: 'int', value: batch },
          cleanup: { type: 'int', value: needsCleanup(state) ? 1 : 0 },
        });
        if (answer?.ok !== true)
          return stepFailed(
            'A batch was not ended.',
            answer?.trouble.detail ?? null,
            `${ended} were ended. Ask again to go on.`,
          );
        const many = Number(answer.value[0]?.['ended'] ?? 0);
        const left = Number(answer.value[0]?.['left'] ?? 0);
        ended += many;
        progress({
          percent: Math.min(100, Math.round((100 * ended) / Math.max(1, ended + left))),
          note: `${ended} ended, ${left} left`,
          left: null,
        });
        // What comes anew while it works is the next plan's.
        if (left === 0 || many === 0 || ended >= wanted)
          return { kind: 'done', note: `${ended} were ended, ${left} are left.` };
      }
    },
    examine: async () => ({ kind: 'again', note: 'what is ended is not ended twice' }),
  };
}
