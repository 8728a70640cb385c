import { type Refusal, refuse } from '../../domain/authority.ts';
import { textIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Report, Run, RunOrder } from '../../domain/run.ts';
import { readDatabase } from '../acting/database-facts.ts';
import { defineOperation, type OperationPorts } from '../acting/operation.ts';
import { type DropFacts, planDrop } from './plan-drop.ts';
import { readFile, readServer, readSession } from './read-facts.ts';
import { dropCopyStep } from './steps/drop-copy.ts';

const parts = {
  session: true,
  gather,
  plan: planDrop,
  steps: { 'drop-copy': dropCopyStep },
  compensations: [],
  report,
};

/** Drops a copy that a run made: known by GUID, time of creation and the run's mark in it (S16). */
export const dropCopy = defineOperation<DropFacts>({
  ...parts,
  name: 'copy.drop',
  title: 'drop of a copy',
  consent: { approvals: 1, typedName: false, stepUp: false },
});

/** Drops the database that a restore beside set aside: the second consent of that restore (S8), known by the same (S16). */
export const dropBefore = defineOperation<DropFacts>({
  ...parts,
  name: 'before.drop',
  title: 'drop of the database of before a restore',
  consent: { approvals: 2, typedName: true, stepUp: false },
});

async function gather(
  { options }: RunOrder,
  { facts, settings }: OperationPorts,
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
  const all = databases.value.map(readDatabase);
  const find = (wanted: string) =>
    all.find((each) => each.name.toLowerCase() === wanted.toLowerCase()) ?? null;
  const copy = find(name);
  return {
    server: readServer(server.value[0] ?? {}),
    copy,
    product: find(settings.database),
    files: files.value.map(readFile).filter(({ databaseId }) => databaseId === copy?.id),
    sessions: sessions.ok ? sessions.value.map(readSession) : null,
  };
}

function report({ id, state, plan, steps }: Run): Report {
  return {
    title:
      state === 'done'
        ? `${named(plan.target.database)} is dropped`
        : `${id} ${state}: ${plan.title}`,
    lines: steps.flatMap(({ note }) => (note === null ? [] : [note])),
    left: [],
    next: [],
  };
}
