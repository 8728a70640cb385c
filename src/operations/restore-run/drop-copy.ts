import { type Refusal, refuse } from '../../domain/authority.ts';
import { textIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { type DatabaseFacts, readDatabase } from '../acting/database-facts.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import { defineOperation, type OperationPorts, type PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import type { FileFacts, ServerFacts, SessionFacts } from './facts.ts';

import { readFile, readServer, readSession } from './read-facts.ts';
import { count, gigabytes } from './refuse-restore.ts';
import { about } from './statements.ts';
import { dropCopyStep } from './steps/drop-copy.ts';

interface DropFacts {
  readonly server: ServerFacts;
  readonly copy: DatabaseFacts | null;
  readonly files: readonly FileFacts[];
  readonly sessions: readonly SessionFacts[] | null;
}

/** Drops a copy that a run made: known by GUID, time of creation and the run's mark in it (S16). */
export const dropCopy = defineOperation<DropFacts>({
  name: 'copy.drop',
  title: 'drop of a copy',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather,
  plan,
  steps: { 'drop-copy': dropCopyStep },
  compensations: [],
  report: ({ id, state, plan: planned, steps }) => ({
    title:
      state === 'done'
        ? `${named(planned.target.database)} is dropped`
        : `${id} ${state}: ${planned.title}`,
    lines: steps.flatMap(({ note }) => (note === null ? [] : [note])),
    left: [],
    next: [],
  }),
});

async function gather(
  { options }: RunOrder,
  { facts }: OperationPorts,
): Promise<DropFacts | Refusal> {
  const name = textIn(options, 'copy') ?? '';
  const [server, databases, files, sessions] = await Promise.all([
    facts.ask('server-clock'),
    facts.ask('database-state'),
    facts.ask('database-files'),
    facts.ask('database-sessions', { database: { type: 'text', value: name } }),
  ]);
  if (!server.ok || !databases.ok || !files.ok)
    return refuse('facts', 'The server could not be asked.', 'Ask again when it answers.');
  const copy = databases.value
    .map(readDatabase)
    .find((each) => each.name.toLowerCase() === name.toLowerCase());
  return {
    server: readServer(server.value[0] ?? {}),
    copy: copy ?? null,
    files: files.value.map(readFile).filter(({ databaseId }) => databaseId === copy?.id),
    sessions: sessions.ok ? sessions.value.map(readSession) : null,
  };
}

function plan(
  { environment, options }: RunOrder,
  { server, copy, files, sessions }: DropFacts,
  { settings, template }: PlanContext,
): Plan | Refusal {
  const madeBy = options['madeBy'];
  if (copy === null)
    return refuse(
      'S16',
      `There is no database ${named(textIn(options, 'copy') ?? '')}.`,
      'Nothing is left to do.',
    );
  if (copy.name.toLowerCase() === settings.database.toLowerCase())
    return refuse(
      'S16',
      `${named(copy.name)} is the product’s own database.`,
      'It is never dropped.',
    );
  if (typeof madeBy !== 'string')
    return refuse(
      'S16',
      'Nobody says which run made this copy.',
      'Use the button in that run’s thread.',
    );
  if (sessions === null || sessions.length > 0)
    return refuse(
      'S16',
      sessions === null
        ? `Who uses ${named(copy.name)} is not known.`
        : `${count(sessions.length, 'session')} of ${named(copy.name)}: it is in use.`,
      'Ask again when nobody uses it.',
    );
  const target = databaseTarget(server.name, copy);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    operation: 'copy.drop',
    environment,
    target,
    title: `Drop the copy ${named(copy.name)} on ${named(server.name)}`,
    risk: 'high',
    loses: [`${named(copy.name)} with its files (${gigabytes(bytes)}).`],
    notes: [`Made on ${copy.createdLocal} (server time) by ${madeBy}.`],
    warnings: [],
    steps: [
      planStep({
        id: 'drop',
        does: 'drop-copy',
        title: `Drop ${named(copy.name)}, if it still bears the mark of ${madeBy}`,
        statements: [
          about(template, 'read-marks', copy.name),
          about(template, 'drop-copy', copy.name),
        ],
        overwrites: true,
      }),
    ],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, 'everything')],
    binding: { copy: copy.name, created: copy.createdLocal, guid: copy.databaseGuid, madeBy },
    memory: {
      databaseId: copy.id,
      brokerGuid: copy.brokerGuid,
      created: copy.createdLocal,
      madeBy,
    },
  };
}
