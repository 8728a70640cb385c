import { type Refusal, refuse } from '../../domain/authority.ts';
import { named } from '../../domain/plan.ts';
import type { OperationSettings } from '../acting/operation.ts';
import type { RestoreFacts } from './facts.ts';
import { moveTargets, shortages } from './move-targets.ts';
import { gigabytes, refusedByMemory } from './refuse-restore.ts';

/** What the restored database is called while it is made, and the old one afterwards. */
export interface BesideNames {
  readonly copy: string;
  readonly before: string;
}

/** Both begin as copies do, so that the operator's statements may name them and nothing else (S4). */
export function besideNames(database: string, runId: string): BesideNames {
  return { copy: `${database}_${runId}`, before: `${database}_${runId}_before` };
}

/** Why a restore in place can't be made beside; null: it can. Overwriting is offered with this reason (S8). */
export function refusedBeside(
  { copy, before }: BesideNames,
  facts: RestoreFacts,
  { allowedDirectories }: Pick<OperationSettings, 'allowedDirectories'>,
): Refusal | null {
  const { database, volumes, databases } = facts;
  const hint = 'Order it in place by overwriting, or make room.';
  if (database === null || database.state !== 'ONLINE' || database.recoveryModel === 'SIMPLE')
    return refuse(
      'S8',
      `${named(database?.name ?? '')} is ${database?.state ?? 'not there'} in recovery model ${database?.recoveryModel ?? 'unknown'}: beside wants it ONLINE, with a log that is backed up.`,
      'Order it in place by overwriting.',
    );
  const taken = databases.find(({ name }) =>
    [copy, before].some((wanted) => wanted.toLowerCase() === name.toLowerCase()),
  );
  if (taken !== undefined)
    return refuse('S8', `There is a database ${named(taken.name)} already.`, 'Ask again.');
  if (volumes === null) return refuse('S8', 'Whether there is room beside it is not known.', hint);
  const own = facts.files.filter(({ databaseId }) => databaseId === database.id);
  const proposed = moveTargets(own, copy, volumes, allowedDirectories);
  const short = shortages(
    proposed.map(({ proposed: path, bytes }) => ({ path, bytes })),
    volumes,
  );
  if (short.length > 0)
    return refuse(
      'S8',
      `There is no room beside it: ${short.map(({ mount, needs, has }) => `needs ${gigabytes(needs)} on ${named(mount)}, has ${gigabytes(has)}`).join('; ')}.`,
      hint,
    );
  return refusedByMemory(facts);
}
