import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import {
  type Consent,
  named,
  type OperationName,
  type Plan,
  type PlanStep,
} from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { SECOND } from '../../domain/time.ts';
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
import { gatherQueue, notInstalled, type QueueFacts } from './queue-facts.ts';
import { emptyQueue, type HeadMessage, readHead } from './read-head.ts';
import { queueIn, repairPlan, reportRepair } from './repair-parts.ts';

const syncQueue = 'Neo4jSyncQueue';

interface HeadFacts extends QueueFacts {
  readonly head: Omit<HeadMessage, 'body'> | null;
  /** What the message asks to sync; null where it cannot be read. Nothing else of its body is kept. */
  readonly entityType: string | null;
  /** Entity types that may be sent (safety rule S33); null where nobody could tell. */
  readonly allowed: readonly string[] | null;
}

function taking(
  name: Extract<OperationName, 'queue.requeue' | 'queue.drop'>,
  title: string,
  consent: Consent,
): Operation {
  const did = name === 'queue.requeue' ? 'is at the end of its queue now' : 'is dropped';
  return defineOperation<HeadFacts>({
    name,
    title,
    consent,
    session: true,
    gather,
    plan: name === 'queue.requeue' ? planRequeue : planDrop,
    steps: { take: takeMessage },
    compensations: [],
    report: (run) => reportRepair(run, `The message at the head of ${queueIn(run)} ${did}`),
  });
}

async function gather(order: RunOrder, ports: OperationPorts): Promise<HeadFacts | Refusal> {
  const facts = await gatherQueue(order, ports);
  if (isRefusal(facts)) return facts;
  const head = await readHead(facts.queue.name, ports);
  if (isRefusal(head)) return head;
  const listed = await ports.facts.ask('resync-entities');
  if (!listed.ok && listed.trouble.kind !== 'missing')
    return notKnown('what may be synced', listed.trouble.detail);
  const allowed = listed.ok ? listed.value.map((row) => String(row['entity_type'])) : null;
  if (head === null) return { ...facts, head, entityType: null, allowed };
  const { body, ...rest } = head;
  const entityType = /<EntityType>([^<]{1,50})<\/EntityType>/.exec(body)?.[1] ?? null;
  return { ...facts, head: rest, entityType, allowed };
}

function planRequeue(order: RunOrder, facts: HeadFacts, context: PlanContext): Plan | Refusal {
  const { queue, entityType, allowed } = facts;
  if (queue.name !== syncQueue)
    return refuse(
      'other-queue',
      `Only messages of ${named(syncQueue)} can be sent anew: those are made of an entity's key.`,
      'Mend the reader of this queue, or drop the message.',
    );
  const refused = notInstalled(facts, 'hart_TakeMessage', null);
  if (refused !== null) return refused;
  if (facts.head === null) return emptyQueue(queue.name);
  if (entityType === null)
    return refuse(
      'unreadable',
      'The message cannot be read as a sync request.',
      'Look at it; it can only be dropped.',
    );
  if (allowed?.some((each) => each.toLowerCase() === entityType.toLowerCase()) !== true)
    return refuse(
      'S33',
      'The message asks for an entity type that is not in dbo.HartResyncEntity: the type goes into Cypher.',
      'A DBA adds the type there if it is one of the product; else drop the message.',
    );
  return planTake(order, facts, facts.head, context, {
    title: 'Put the message at the head of',
    end: 'back at its end',
    risk: 'medium',
    requeue: true,
    loses: [],
    notes: [`It asks for an entity of type ${named(entityType)}, which is sent anew.`],
    undo: 'Nothing needs to be undone: the worker merges.',
  });
}

function planDrop(order: RunOrder, facts: HeadFacts, context: PlanContext): Plan | Refusal {
  const { queue, head } = facts;
  const refused = notInstalled(facts, 'hart_TakeMessage', null);
  if (refused !== null) return refused;
  if (head === null) return emptyQueue(queue.name);
  return planTake(order, facts, head, context, {
    title: 'Drop the message at the head of',
    end: '',
    risk: 'high',
    requeue: false,
    loses: [
      `The message of ${head.enqueuedAt} (server time): what it asks for is not done. It is kept in dbo.HartTakenMessage.`,
    ],
    notes: [],
    undo: 'A DBA sends what is kept in dbo.HartTakenMessage again.',
  });
}

function planTake(
  order: RunOrder,
  facts: HeadFacts,
  { conversation, order: place, type, enqueuedAt, bytes }: Omit<HeadMessage, 'body'>,
  { template, settings }: PlanContext,
  words: Pick<Plan, 'title' | 'risk' | 'loses' | 'notes'> & {
    readonly end: string;
    readonly requeue: boolean;
    readonly undo: string;
  },
): Plan {
  const { queue, target } = facts;
  const title = `${words.title} ${named(queue.name)} ${words.end}`.trim();
  const statement = fillTemplate(template('queue-take-message'), {
    HartDatabase: settings.database,
  });
  return repairPlan(order, facts, {
    title: `${title} in ${named(target.database)} on ${named(target.server)}`,
    risk: words.risk,
    loses: words.loses,
    notes: [
      `Conversation ${named(conversation)}, place ${place}, ${type === null ? 'no type' : `type ${named(type)}`}, ${count(bytes, 'byte')}, enqueued ${enqueuedAt} (server time).`,
      ...words.notes,
      `${count(queue.depth, 'message')} in the queue. \`/hart queues\` shows this one to operators.`,
    ],
    warnings: queue.receive ? [] : ['The queue is switched off: this does not enable it.'],
    steps: [
      planStep({
        id: 'take',
        does: 'take',
        title,
        why: 'if it is still the one that was agreed upon',
        statements: [statement],
        undo: words.undo,
        overwrites: !words.requeue,
        input: { queue: queue.name, conversation, order: place, requeue: words.requeue },
      }),
    ],
    // Another message at the head is another plan.
    binding: { database: target.database, queue: queue.name, conversation, order: place },
  });
}

/** A reader that fails over and over holds the message most of the time, and then nobody else can receive it. */
const tries = 40;
const pause = SECOND / 2;

const takeMessage: StepKind = {
  async perform({ session, ports, step, signal }) {
    const statement = fillTemplate(ports.template('queue-take-message'), {
      HartDatabase: ports.settings.database,
    });
    for (let left = tries; ; left -= 1) {
      if (signal.aborted) return { kind: 'cancelled', note: 'The message is where it was.' };
      const answer = await session?.run(statement, {
        queue: { type: 'text', value: inputText(step, 'queue') },
        conversation: { type: 'text', value: inputText(step, 'conversation') },
        order: { type: 'int', value: inputText(step, 'order') },
        requeue: { type: 'int', value: step.input['requeue'] === true ? 1 : 0 },
      });
      if (answer?.ok !== true)
        return stepFailed(
          'The message was not taken out.',
          answer?.trouble.detail ?? null,
          'The queue is as it was.',
        );
      const outcome = String(answer.value[0]?.['outcome'] ?? '');
      if (outcome !== 'gone') return { kind: 'done', note: becameOf(outcome) };
      if (!(await isStillThere(step, ports)))
        return stepFailed('It is not at the head any more.', null, 'Nothing was done.');
      if (left <= 1)
        return stepFailed(
          'Its reader holds the message all the time.',
          null,
          'Nothing was done. Stop the reader, then ask again.',
        );
      await ports.sleep(pause);
    }
  },
  async examine({ ports, step }) {
    const found = await ports.facts.ask('taken-message', {
      conversation: { type: 'text', value: inputText(step, 'conversation') },
      order: { type: 'int', value: inputText(step, 'order') },
    });
    if (!found.ok)
      return { kind: 'unclear', why: 'whether the message was taken out could not be found out' };
    const [row] = found.value;
    return row === undefined
      ? { kind: 'again', note: 'the message was not taken out' }
      : { kind: 'done', note: becameOf(String(row['outcome'])) };
  },
};

async function isStillThere(step: PlanStep, ports: OperationPorts): Promise<boolean> {
  const head = await readHead(inputText(step, 'queue'), ports);
  if (head === null || isRefusal(head)) return false;
  const isSame = head.conversation.toLowerCase() === inputText(step, 'conversation').toLowerCase();
  return isSame && head.order === inputText(step, 'order');
}

function becameOf(outcome: string): string {
  return outcome === 'requeued'
    ? 'It was taken out and sent anew.'
    : 'It was taken out, and is kept in dbo.HartTakenMessage.';
}

export const requeueMessage = taking('queue.requeue', 'requeue of a message', {
  approvals: 1,
  typedName: false,
  stepUp: false,
});

export const dropMessage = taking('queue.drop', 'dropping of a message', {
  approvals: 2,
  typedName: true,
  stepUp: false,
});
