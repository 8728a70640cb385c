import type { Check } from '../domain/check.ts';
import { freeze } from './freeze.ts';

/** What names the replica of SQL Server that a row is of. */
const replicaLabel = 'replica';

/** A check as it is where an environment names its replicas: one that runs on every one names them in its rows. */
export function onEveryReplica(check: Check): Check {
  if (check.target !== 'sql-server' || check.runsOn !== 'every') return check;
  if (check.labels.includes(replicaLabel)) return check;
  return freeze({ ...check, labels: [...check.labels, replicaLabel] });
}
