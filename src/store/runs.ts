import type { OperationName } from '../domain/plan.ts';
import { type Approval, isOver, type Run } from '../domain/run.ts';
import type { ApprovalSeal } from './approval-seal.ts';
import type { Connection } from './connection.ts';

/** Where runs are kept. Every change is durable when its promise resolves. */
export interface Runs {
  /** The next free id: `R204`. Never given twice, also after a restart. */
  nextId(): Promise<string>;
  find(id: string): Promise<Run | null>;
  /** Newest first, those not over before the others; null: of every environment. */
  list(environment: string | null, limit: number): Promise<readonly Run[]>;
  /** Those of some operations alone, newest first: whatever else is run meanwhile hides none of them. */
  past(
    environment: string,
    operations: readonly OperationName[],
    limit: number,
  ): Promise<readonly Run[]>;
  /** All that are not over, oldest first. */
  open(): Promise<readonly Run[]>;
  insert(run: Run): Promise<void>;
  /** Writes `run` if what is stored still has the version before it; false: someone was quicker, and nothing happened. */
  replace(run: Run): Promise<boolean>;
}

interface RunRow {
  readonly number: number;
  readonly json: string;
}

/** An approval that stands in the store and that hart did not write. */
export interface ForgedApproval {
  readonly run: string;
  readonly person: string;
}

/** @param forged is told once of each approval whose seal does not hold: it counts as none */
export function createRuns(
  { db, transaction }: Connection,
  seal: ApprovalSeal,
  forged: (approval: ForgedApproval) => void,
): Runs {
  const told = new Set<string>();
  const read = () => db().selectFrom('run').select(['number', 'json']);

  async function withApprovals(rows: readonly RunRow[]): Promise<readonly Run[]> {
    if (rows.length === 0) return [];
    const approvals = await db()
      .selectFrom('approval')
      .selectAll()
      .where(
        'run',
        'in',
        rows.map(({ number }) => number),
      )
      .execute();
    return rows.map(({ number, json }) => {
      const run: Run = JSON.parse(json);
      const own = approvals
        .filter((row) => row.run === number)
        .flatMap((row) => {
          const approval: Approval = JSON.parse(row.json);
          const isOurs = approval.by.person === row.person;
          if (isOurs && seal.holds(run.id, approval, row.seal)) return [approval];
          const key = `${run.id} ${row.person}`;
          if (!told.has(key)) forged({ run: run.id, person: row.person });
          told.add(key);
          return [];
        });
      return { ...run, approvals: own.toSorted((a, b) => a.at - b.at) };
    });
  }

  /** Writes every approval again: one whose seal did not hold gives way to a true one of the same person. */
  async function keepApprovals({ id, approvals }: Run): Promise<void> {
    for (const approval of approvals) {
      const json = JSON.stringify(approval);
      const own = seal.make(id, approval);
      await db()
        .insertInto('approval')
        .values({ run: numberOf(id), person: approval.by.person, json, seal: own })
        .onConflict((conflict) =>
          conflict.columns(['run', 'person']).doUpdateSet({ json, seal: own }),
        )
        .execute();
    }
  }

  return {
    nextId: () =>
      transaction(async () => {
        const row = await db()
          .insertInto('counter')
          .values({ name: 'run', value: 1 })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet((eb) => ({ value: eb('counter.value', '+', eb.lit(1)) })),
          )
          .returning('value')
          .executeTakeFirstOrThrow();
        return `R${row.value}`;
      }),

    async find(id) {
      const row = await read().where('number', '=', numberOf(id)).executeTakeFirst();
      const [run] = await withApprovals(row === undefined ? [] : [row]);
      return run ?? null;
    },

    async list(environment, limit) {
      const all = read().orderBy('over').orderBy('number', 'desc').limit(limit);
      const rows = environment === null ? all : all.where('environment', '=', environment);
      return withApprovals(await rows.execute());
    },

    async past(environment, operations, limit) {
      const rows = read()
        .where('environment', '=', environment)
        .where('operation', 'in', operations)
        .orderBy('number', 'desc')
        .limit(limit);
      return withApprovals(await rows.execute());
    },

    async open() {
      return withApprovals(await read().where('over', '=', 0).orderBy('number').execute());
    },

    insert: (run) =>
      transaction(async () => {
        const { environment, operation } = run.order;
        await db()
          .insertInto('run')
          .values({ number: numberOf(run.id), environment, operation, ...columns(run) })
          .execute();
        await keepApprovals(run);
      }),

    replace: (run) =>
      transaction(async () => {
        const done = await db()
          .updateTable('run')
          .set(columns(run))
          .where('number', '=', numberOf(run.id))
          .where('version', '=', run.version - 1)
          .executeTakeFirst();
        if (done.numUpdatedRows === 0n) return false;
        await keepApprovals(run);
        return true;
      }),
  };
}

function columns(run: Run) {
  const { approvals: _, ...rest } = run;
  return { over: isOver(run.state) ? 1 : 0, version: run.version, json: JSON.stringify(rest) };
}

/** What is no id of a run finds none: numbers begin with 1. */
function numberOf(id: string): number {
  return /^R[1-9]\d{0,9}$/i.test(id) ? Number(id.slice(1)) : 0;
}
