import { type Refusal, refuse } from '../../domain/authority.ts';
import { named } from '../../domain/plan.ts';
import { formatDuration, MINUTE, SECOND } from '../../domain/time.ts';
import type { OperationPorts, StepKind } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { flag, text } from '../acting/row-fields.ts';
import { stepFailed } from '../acting/step-failed.ts';

/** The queue from which the product's sync worker takes what it writes to the graph. */
const syncQueue = 'Neo4jSyncQueue';
/** So long nothing may have been written by those who are said to be paused. */
const quietFor = MINUTE;

/** What SQL Server says of those who write to the graph, in words for a plan. */
export interface WorkersSeen {
  readonly state: 'paused' | 'at work' | 'not known';
  readonly words: string;
}

/**
 * Whether what writes to the graph is paused, by what can be seen of it (S30): nobody receives from the sync worker's
 * queue, or the queue gives nothing away, and neither ingestion nor sync left anything in the last minute. Of whatever
 * else writes only the requester can say.
 */
export async function seeWorkers(ports: OperationPorts): Promise<WorkersSeen> {
  const [sync, writes] = await Promise.all([seeSyncWorker(ports), seeWrites(ports)]);
  const words = [sync.words, writes.words].filter((each) => each !== '').join(' ');
  // What writes is at work, whoever else cannot be seen.
  if (sync.state === 'at work' || writes.state === 'at work') return { state: 'at work', words };
  return { state: sync.state, words };
}

/** What was written last tells of ingestion, which has no session of its own to be seen everywhere. */
async function seeWrites({ facts }: OperationPorts): Promise<WorkersSeen> {
  const answer = await facts.ask('graph-writers');
  if (!answer.ok)
    return { state: 'not known', words: 'Not known when ingestion and sync last wrote.' };
  const ages = answer.value.map((row) => ({
    table: `dbo.${text(row, 'table_name') ?? ''}`,
    ago: row['seconds_ago'] === null ? null : Number(row['seconds_ago']) * SECOND,
  }));
  const fresh = ages.filter(({ ago }) => ago !== null && ago < quietFor);
  const told = (some: typeof ages) =>
    some
      .map(({ table, ago }) =>
        ago === null
          ? `${named(table)} not in the last day`
          : `${named(table)} ${formatDuration(Math.max(0, ago))} ago`,
      )
      .join(', ');
  return fresh.length === 0
    ? { state: 'paused', words: `Last written: ${told(ages)}.` }
    : { state: 'at work', words: `Written in the last minute: ${told(fresh)}.` };
}

/** Whether the sync worker is paused: there is none, or its queue gives nothing away. */
async function seeSyncWorker({ facts, settings }: OperationPorts): Promise<WorkersSeen> {
  const database = { type: 'text', value: settings.database } as const;
  const [workers, queues] = await Promise.all([
    facts.ask('sync-workers', { database }),
    facts.ask('queue-setting', { queue: { type: 'text', value: syncQueue } }),
  ]);
  if (!workers.ok || !queues.ok || queues.value[0] === undefined)
    return notKnown('SQL Server could not be asked');
  const [queue] = queues.value;
  if (!flag(queue, 'receive'))
    return { state: 'paused', words: `${named(syncQueue)} is disabled: nobody takes from it.` };
  if (!flag(workers.value[0] ?? {}, 'may_see'))
    return notKnown('the reader sees no sessions of others');
  if (flag(queue, 'activation') && text(queue, 'activation_procedure') !== null)
    return { state: 'at work', words: `${named(syncQueue)} starts a procedure of its own.` };
  const there = workers.value.filter((row) => row['session_id'] !== null);
  if (there.length === 0)
    return {
      state: 'paused',
      words: `No sync worker is connected to ${named(settings.database)}, and ${named(syncQueue)} starts no procedure.`,
    };
  const who = there.map(
    (row) => `${named(text(row, 'program') ?? '')} on ${named(text(row, 'host') ?? '')}`,
  );
  return {
    state: 'at work',
    words: `Connected to ${named(settings.database)}: ${[...new Set(who)].join(', ')}.`,
  };
}

function notKnown(why: string): WorkersSeen {
  return { state: 'not known', words: `Not known whether the sync worker is paused: ${why}.` };
}

/** Someone says that they are paused, and nothing that is seen says otherwise. */
export function refusedByWorkers(
  what: 'dump' | 'restore',
  said: boolean,
  { state, words }: WorkersSeen,
): Refusal | null {
  const rule = `A ${what} stops the whole Neo4j, so whatever writes to the graph must be paused first.`;
  const back = 'Start them when the report says so.';
  if (state === 'at work')
    return refuse(
      'S30',
      `${rule} ${words}`,
      `Stop the sync worker and the ingestion, and a minute later ask again${said ? '' : ' with `--workers-paused`'}. ${back}`,
    );
  if (said) return null;
  return refuse(
    'S30',
    rule,
    `Stop the sync worker and the ingestion, then ask again with \`--workers-paused\`. ${back}`,
  );
}

/** What a plan says of them: what was seen, and what only the requester knows. */
export function workerWarnings({ state, words }: WorkersSeen): readonly string[] {
  return state === 'paused'
    ? [`The requester says that whatever writes to the graph is paused. ${words}`]
    : [`The requester says that the workers are paused. ${words}`];
}

export const pausedStep = planStep({
  id: 'paused',
  does: 'paused',
  title: 'See that nothing writes to the graph',
  why: 'so that nothing it takes meanwhile fails or is lost',
});

/** Looks once more, right before Neo4j is stopped. */
export const seePaused: StepKind = {
  async perform({ ports }) {
    const { state, words } = await seeWorkers(ports);
    if (state !== 'at work') return { kind: 'done', note: words };
    return stepFailed(
      `Not all that writes to the graph is paused. ${words}`,
      null,
      'Neo4j is as it was. Stop it and ask again.',
    );
  },
  examine: async () => ({ kind: 'again', note: 'it only looks' }),
};
