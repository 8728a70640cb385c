import { type Refusal, refuse } from '../../domain/authority.ts';
import { named } from '../../domain/plan.ts';
import type { ResultRow } from '../../domain/target.ts';
import { formatDuration, SECOND } from '../../domain/time.ts';
import { guid } from '../acting/row-fields.ts';
import type { InDoubtFacts } from './facts.ts';
import { count, gigabytes } from './refuse-restore.ts';

/** What SQL Server calls the states of a distributed transaction (`dtc_state`). */
const states: Readonly<Record<number, string>> = {
  1: 'active',
  2: 'prepared',
  3: 'committed',
  4: 'aborted',
  5: 'recovered',
};

export function readInDoubt(row: ResultRow): InDoubtFacts {
  return {
    unit: guid(row, 'unit_of_work'),
    state: states[Number(row['dtc_state'])] ?? null,
    age: row['seconds_ago'] === null ? null : Number(row['seconds_ago']) * SECOND,
    logBytes: Number(row['log_bytes'] ?? 0),
  };
}

/**
 * Distributed transactions without a session (S15): no ROLLBACK IMMEDIATE ends them, and whatever wants the database to
 * itself waits for them for ever. Which way they end only their coordinator knows.
 */
export function refusedByInDoubt(
  database: string,
  inDoubt: readonly InDoubtFacts[] | null,
): Refusal | null {
  if (inDoubt === null)
    return refuse(
      'S15',
      'Whether distributed transactions are in doubt is not known: no plan in place without it.',
      'Grant the reader VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).',
    );
  if (inDoubt.length === 0) return null;
  return refuse(
    'S15',
    `${count(inDoubt.length, 'distributed transaction')} of ${named(database)} without a session, in doubt: ${inDoubt.map(words).join('; ')}. Nothing that ends sessions ends them, and the restore would wait for them for ever.`,
    `A DBA resolves each as its coordinator (MSDTC) ended it: ${inDoubt
      .flatMap(({ unit }) => unit ?? [])
      .map((unit) => named(`KILL '${unit}' WITH COMMIT|ROLLBACK`))
      .join(', ')}. Then ask again.`,
  );
}

function words({ unit, state, age, logBytes }: InDoubtFacts): string {
  return [
    `unit of work ${named(unit ?? 'not known')}`,
    ...(state === null ? [] : [state]),
    ...(age === null ? [] : [`open for ${formatDuration(Math.max(0, age))}`]),
    ...(logBytes > 0 ? [`${gigabytes(logBytes)} of log`] : []),
  ].join(', ');
}
