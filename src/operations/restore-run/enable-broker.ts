import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { textsIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import { defineOperation, type PlanContext } from '../acting/operation.ts';
import { brokerStep } from './after-steps.ts';
import type { QueueFacts, RestoreFacts } from './facts.ts';
import { gatherFacts } from './gather-facts.ts';
import { type Held, heldBy, holders, letGo } from './held-queues.ts';
import { list, queueByDba, restingIn } from './queues-back.ts';
import { count, refusedBySessions } from './refuse-restore.ts';
import type { Template } from './statements.ts';
import { broker } from './steps/broker.ts';

/** Enables Service Broker by itself, for a database that came back without it (S5). */
export const enableBroker = defineOperation<RestoreFacts & { readonly held: Held | null }>({
  name: 'broker.enable',
  title: 'enabling of the broker',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  async gather(_order, ports) {
    const facts = await gatherFacts(ports);
    if (isRefusal(facts)) return facts;
    return { ...facts, held: heldBy((await ports.earlier?.(holders)) ?? []) };
  },
  plan,
  steps: { broker },
  compensations: [],
  report: ({ id, state, plan: planned, steps, memory }) => ({
    title:
      state === 'done'
        ? `The broker of ${named(planned.target.database)} is on`
        : `${id} ${state}: ${planned.title}`,
    lines: steps.flatMap(({ note }) => (note === null ? [] : [note])),
    left: textsIn(memory, 'left'),
    next: [],
  }),
});

function plan(
  { environment }: RunOrder,
  {
    server,
    database,
    sessions,
    databases,
    queues,
    held,
  }: RestoreFacts & {
    readonly held: Held | null;
  },
  { settings, template }: PlanContext,
): Plan | Refusal {
  if (database?.state !== 'ONLINE')
    return refuse('S5', `${named(settings.database)} is not online.`, 'Bring it online first.');
  if (database.broker)
    return refuse(
      'S5',
      `The broker of ${named(database.name)} is on already.`,
      'Nothing is left to do.',
    );
  const rival = databases.find(
    ({ brokerGuid, broker: isOn, id }) =>
      isOn && id !== database.id && brokerGuid !== null && brokerGuid === database.brokerGuid,
  );
  if (rival !== undefined)
    return refuse(
      'S5',
      `${named(rival.name)} has the same broker and has it enabled (error 9772).`,
      'Turn that one off first, or give one of them NEW_BROKER.',
    );
  const refused =
    refusedByQueues(template, database.name, queues, held) ??
    refusedBySessions(sessions, settings.rollbackLimit);
  if (refused !== null) return refused;
  const target = databaseTarget(server.name, database);
  const { off, idle } = restingIn(queues ?? []);
  return {
    operation: 'broker.enable',
    environment,
    target,
    title: `Enable the broker of ${named(database.name)} on ${named(server.name)}`,
    risk: 'high',
    loses: [],
    notes: [
      'What waits in the queues is acted on, also what was acted on before a restore.',
      ...(off.length === 0
        ? []
        : [`Switched off, and stays so: ${list(off)}. What waits there is not acted on.`]),
      ...(idle.length === 0 ? [] : [`Starts no procedure, and stays so: ${list(idle)}.`]),
      `${count(sessions?.length ?? 0, 'connection')} would be ended: without that it would wait for ever.`,
    ],
    warnings:
      queues === null
        ? ['How the queues are set is not known: one that is switched off stays so.']
        : [],
    steps: [brokerStep(template, database.name)],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, 'everything')],
    binding: {
      database: database.name,
      'queues that stay off': off.map(({ name }) => name),
      'queues that start nothing': idle.map(({ name }) => name),
    },
    memory: { databaseId: database.id, brokerGuid: database.brokerGuid },
  };
}

/** What a restore left to the DBA comes first: a queue that was off before would act on what it holds (S5, S9). */
function refusedByQueues(
  template: Template,
  database: string,
  queues: readonly QueueFacts[] | null,
  held: Held | null,
): Refusal | null {
  if (held === null) return null;
  const loose = queues === null ? held.queues : letGo(held, queues);
  if (loose.length === 0) return null;
  const was = loose.length === 1 ? 'was' : 'were';
  const sends = loose.map((queue) => named(queueByDba(template, database, queue)));
  return refuse(
    'S5',
    queues === null
      ? `${list(loose)} ${was} off, or started nothing, before ${held.run} restored ${named(database)}; how the queues are set now is not known.`
      : `${list(loose)} ${was} off, or started nothing, before ${held.run} restored ${named(database)}, and would act on what waits now.`,
    `Let the DBA set it as before first: ${sends.join(', ')}. Where that is not wanted, the DBA enables the broker.`,
  );
}
