import type { RunStore } from '../operations/acting/ports.ts';

/** How many runs are looked through: enough for the newest of each kind. */
const looked = 300;

/** The GUIDs of backup sets that runs of an environment wrote and read back whole. */
export async function readBacks(
  runs: Pick<RunStore, 'list'>,
  environment: string,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { memory } of await runs.list(environment, looked)) {
    const { set, verified } = memory;
    if (verified !== true || typeof set !== 'object' || set === null || !('guid' in set)) continue;
    if (typeof set['guid'] === 'string') found.add(set['guid'].toLowerCase());
  }
  return found;
}
