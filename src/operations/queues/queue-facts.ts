import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { named, type PlanTarget } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import type { ResultRow } from '../../domain/target.ts';
import { readDatabase } from '../acting/database-facts.ts';
import { databaseTarget } from '../acting/database-target.ts';
import { type OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';

/** What every repair rests on. */
export interface RepairFacts {
  readonly target: PlanTarget;
  /** The procedures of `sql/install/07-repair-procedures.sql` that are there. */
  readonly installed: readonly string[];
}

/** How a queue is set. */
export interface QueueSetting {
  readonly name: string;
  readonly receive: boolean;
  readonly enqueue: boolean;
  readonly activation: boolean;
  /** Null: it starts none. */
  readonly procedure: string | null;
  /** Five rollbacks of one message switch it off. */
  readonly poisonHandling: boolean;
  readonly depth: number;
}

export interface QueueFacts extends RepairFacts {
  readonly queue: QueueSetting;
}

export async function gatherRepair({
  facts,
  settings,
}: OperationPorts): Promise<RepairFacts | Refusal> {
  const [server, databases, procedures] = await Promise.all([
    facts.ask('backup-server'),
    facts.ask('database-state'),
    facts.ask('repair-procedures'),
  ]);
  if (!server.ok) return notKnown('the server', server.trouble.detail);
  if (!databases.ok) return notKnown('its databases', databases.trouble.detail);
  if (!procedures.ok) return notKnown('what is installed', procedures.trouble.detail);
  const database = databases.value
    .map(readDatabase)
    .find(({ name }) => name.toLowerCase() === settings.database.toLowerCase());
  if (database?.state !== 'ONLINE')
    return refuse('state', `${named(settings.database)} is not online.`, 'Bring it online first.');
  return {
    target: databaseTarget(String(server.value[0]?.['server_name'] ?? ''), database),
    installed: procedures.value.map((row) => String(row['name'])),
  };
}

export async function gatherQueue(
  { options }: RunOrder,
  ports: OperationPorts,
): Promise<QueueFacts | Refusal> {
  const [base, queue] = await Promise.all([
    gatherRepair(ports),
    findQueue(typeof options['queue'] === 'string' ? options['queue'] : '', ports),
  ]);
  if (isRefusal(base)) return base;
  return isRefusal(queue) ? queue : { ...base, queue };
}

/** A queue of the product by its name. */
export async function findQueue(
  name: string,
  { facts }: OperationPorts,
): Promise<QueueSetting | Refusal> {
  const answer = await facts.ask('queue-setting', { queue: { type: 'text', value: name } });
  if (!answer.ok) return notKnown('how the queue is set', answer.trouble.detail);
  const [row] = answer.value;
  return row === undefined
    ? refuse('no-queue', `There is no queue ${named(name)}.`, '`/hart queues` lists them.')
    : readSetting(row);
}

function readSetting(row: ResultRow): QueueSetting {
  const procedure = row['activation_procedure'] ?? null;
  return {
    name: String(row['name']),
    receive: Number(row['receive']) === 1,
    enqueue: Number(row['enqueue']) === 1,
    activation: Number(row['activation']) === 1,
    procedure: procedure === null ? null : String(procedure),
    poisonHandling: Number(row['poison_handling']) === 1,
    depth: Number(row['depth'] ?? 0),
  };
}

/** Before anyone approves: what hart may not do, with what a DBA would send. */
export function notInstalled(
  { installed }: RepairFacts,
  procedure: string,
  byDba: string | null,
): Refusal | null {
  if (installed.includes(procedure)) return null;
  const install = 'runs `sql/install/07-repair-procedures.sql`, so that hart can do it';
  return refuse(
    'not-installed',
    `${named(procedure)} is not installed here, and without it hart may not do this.`,
    byDba === null
      ? `A DBA ${install}.`
      : `A DBA sends ${named(byDba.replaceAll(/\/\*[\s\S]*?\*\//g, '').trim())}, or ${install}.`,
  );
}
