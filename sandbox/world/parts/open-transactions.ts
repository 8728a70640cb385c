import { HOUR, type Instant, local } from '../clock.ts';
import type { ActiveFaults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Filling } from '../table.ts';
import {
  activeTransactions,
  databaseTransactions,
  sessionTransactions,
} from '../tables/dynamic.ts';
import { databaseIds } from '../things.ts';

interface OpenTransaction {
  /** Null: no session holds it any more, and its coordinator has not said how it ends. */
  readonly session: number | null;
  readonly since: Instant;
  readonly records: number;
  readonly used: number;
  readonly reserved: number;
}

/** What an open transaction has written: most of the log, or a little of it. */
export const heldLog = { records: 41_000_000, used: 6 * 2 ** 30, reserved: 3 * 2 ** 30 };
export const rolledLog = { records: 900_000, used: 180 * 2 ** 20, reserved: 90 * 2 ** 20 };
const doubtfulLog = { records: 1200, used: 3 * 2 ** 20, reserved: 2 ** 20 };

const FIRST = 7000;
/** Transactions without a session have the number after all that have one. */
const ORPHAN = 99_000;
const DISTRIBUTED = 4;
const PREPARED = 2;

/** The one whose coordinator was lost between its two phases, while `transaction-in-doubt` is on. */
export function inDoubt(faults: ActiveFaults): readonly OpenTransaction[] {
  const fault = faults.get('transaction-in-doubt');
  return fault ? [{ session: null, since: fault.since - 2 * HOUR, ...doubtfulLog }] : [];
}

/** Open transactions of the product's database, as three views show them. */
export function openTransactions(
  open: readonly OpenTransaction[],
  random: Random,
): readonly Filling[] {
  const idOf = ({ session }: OpenTransaction) => FIRST + (session ?? ORPHAN);
  return [
    {
      table: sessionTransactions,
      rows: open.flatMap((one) =>
        one.session === null ? [] : [{ session_id: one.session, transaction_id: idOf(one) }],
      ),
    },
    {
      table: activeTransactions,
      rows: open.map((one) => ({
        transaction_id: idOf(one),
        name: one.session === null ? 'DTCXact' : 'user_transaction',
        transaction_begin_time: local(one.since),
        ...(one.session === null
          ? {
              transaction_type: DISTRIBUTED,
              transaction_uow: random.guid('unit-of-work', one.since),
              dtc_state: PREPARED,
            }
          : {}),
      })),
    },
    {
      table: databaseTransactions,
      rows: open.map((one) => ({
        transaction_id: idOf(one),
        database_id: databaseIds.Hartonomous,
        database_transaction_begin_time: local(one.since),
        database_transaction_log_record_count: one.records,
        database_transaction_log_bytes_used: one.used,
        database_transaction_log_bytes_reserved: one.reserved,
      })),
    },
  ];
}
