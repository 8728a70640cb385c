import type { ResultRow } from '../domain/target.ts';
import { deriveRestorability, type Promised } from '../operations/restore/derive-restorability.ts';
import type { Compute } from '../probes/probe-sql.ts';

/** What computed checks name: each makes the rows of a check from the answer of its statement. */
export function computations(promised: Promised): Readonly<Record<string, Compute>> {
  return {
    restorability: (rows: readonly ResultRow[]) => deriveRestorability(rows, promised),
  };
}
