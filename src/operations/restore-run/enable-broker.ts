import { type Refusal, refuse } from '../../domain/authority.ts';
import { textsIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import { defineOperation, type PlanContext } from '../acting/operation.ts';
import { brokerStep } from './after-steps.ts';
import type { RestoreFacts } from './facts.ts';
import { gatherFacts } from './gather-facts.ts';
import { count, refusedBySessions } from './refuse-restore.ts';
import { broker } from './steps/broker.ts';

/** Enables Service Broker by itself, for a database that came back without it (S5). */
export const enableBroker = defineOperation<RestoreFacts>({
  name: 'broker.enable',
  title: 'enabling of the broker',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather: (_order, ports) => gatherFacts(ports),
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
  { server, database, sessions, databases }: RestoreFacts,
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
  const refused = refusedBySessions(sessions, settings.rollbackLimit);
  if (refused !== null) return refused;
  const target = databaseTarget(server.name, database);
  return {
    operation: 'broker.enable',
    environment,
    target,
    title: `Enable the broker of ${named(database.name)} on ${named(server.name)}`,
    risk: 'high',
    loses: [],
    notes: [
      'What waits in the queues is acted on, also what was acted on before a restore.',
      `${count(sessions?.length ?? 0, 'connection')} would be ended: without that it would wait for ever.`,
    ],
    warnings: [],
    steps: [brokerStep(template, database.name)],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, 'everything')],
    binding: { database: database.name },
    memory: { databaseId: database.id, brokerGuid: database.brokerGuid },
  };
}
