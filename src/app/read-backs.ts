import type { OperationName } from '../domain/plan.ts';
import type { RunStore } from '../operations/acting/ports.ts';

/** What writes sets and reads them back: a restore ends with a new full. Each by itself, since logs are by far the most. */
const writers: readonly OperationName[] = [
  'backup.full',
  'backup.diff',
  'backup.log',
  'restore.in-place',
];
/** How many of each are looked through: only of the newest set of each kind is it told. */
const looked = 20;

/** The GUIDs of backup sets that runs of an environment wrote and read back whole. */
export async function readBacks(
  runs: Pick<RunStore, 'past'>,
  environment: string,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const written = await Promise.all(
    writers.map((writer) => runs.past(environment, [writer], looked)),
  );
  for (const { memory } of written.flat()) {
    const { set, verified } = memory;
    if (verified !== true || typeof set !== 'object' || set === null || !('guid' in set)) continue;
    if (typeof set['guid'] === 'string') found.add(set['guid'].toLowerCase());
  }
  return found;
}
