import type { ServerMessage } from '../../tds/sql-server-error.ts';
import { PRODUCT } from '../databases/databases.ts';
import { visitorsOf } from '../databases/visitors.ts';
import type { World } from '../world.ts';
import type { ActContext } from './act-context.ts';
import { raise } from './denials.ts';
import { Interrupted } from './take-time.ts';

/** What becomes of the sessions of others in a database: it waits for them, does not, or throws them out. */
export type Termination = 'wait' | 'no wait' | 'rollback';

const POLL = 50;

/** How many sessions other than this one are in a database. */
function othersIn(world: World, database: string, spid: number): number {
  const forgetful = isProduct(database) && world.fault('log-not-truncating') !== undefined ? 1 : 0;
  return visitorsOf(world, database).filter((one) => one !== spid).length + forgetful;
}

/** Leaves the session alone in a database. `refusal` is what is said where it must not wait; 5070 before 5069 by default. */
export async function emptyDatabase(
  database: string,
  termination: Termination,
  { world, session, signal }: ActContext,
  refusal?: ServerMessage,
): Promise<void> {
  const others = () => othersIn(world, database, session.spid);
  if (termination === 'rollback') {
    throwOut(world, database, session.spid);
    // Neither of the two is ended by ending sessions.
    const isHeld = () =>
      world.fault('rollback-running') ?? world.fault('transaction-in-doubt') ?? null;
    while (isProduct(database) && isHeld() !== null) await pause(signal);
    return;
  }
  if (termination === 'no wait' && others() > 0) {
    if (refusal) raise(refusal);
    raise(
      { number: 5069, message: 'ALTER DATABASE statement failed.' },
      {
        number: 5070,
        state: 2,
        message: `Database state cannot be changed while other users are using the database '${database}'`,
      },
    );
  }
  while (others() > 0) await pause(signal);
}

async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Interrupted();
  await new Promise((resolve) => {
    setTimeout(resolve, POLL);
  });
}

function isProduct(database: string): boolean {
  return database.toLowerCase() === PRODUCT.toLowerCase();
}

/** Ends every other session that is in it. */
function throwOut(world: World, database: string, spid: number): void {
  const name = database.toLowerCase();
  for (const client of world.clients())
    if (client.spid !== spid && client.database.toLowerCase() === name) client.end();
  if (name !== PRODUCT.toLowerCase()) return;
  world.application.endAll();
  if (world.fault('log-not-truncating')) world.setFault('log-not-truncating', false);
}
