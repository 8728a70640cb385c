import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter } from '../../tds/wire-value.ts';
import type { ActContext } from './act-context.ts';
import { appLockProcedures } from './app-lock-procedures.ts';
import { mustExecute } from './denials.ts';
import { extendedPropertyProcedures } from './extended-property.ts';
import { listDirectory } from './list-directory.ts';
import { maskProcedure } from './mask-procedure.ts';
import { argumentsOf, type Procedure } from './procedure.ts';
import { proofProcedures } from './proof-procedures.ts';
import { repairProcedures } from './repair-procedures.ts';
import { resyncProcedures } from './resync-procedures.ts';
import { setAsideProcedure } from './set-aside-procedure.ts';
import { signedProcedures } from './signed-procedures.ts';

/** Every procedure that can be called. */
const procedures: readonly Procedure[] = [
  listDirectory,
  ...appLockProcedures,
  ...extendedPropertyProcedures,
  ...resyncProcedures,
  ...repairProcedures,
  ...proofProcedures,
  setAsideProcedure,
  maskProcedure,
  ...signedProcedures,
];

/** Calls a procedure by its name as written; 2812 if there is none. */
export async function callProcedure(
  written: string,
  params: readonly Parameter[],
  context: ActContext,
): Promise<void> {
  const parts = written.replaceAll(/[[\]"]/g, '').split('.');
  const bare = parts.at(-1)?.toLowerCase() ?? '';
  const database = parts.at(-3) || context.session.database;
  const found = procedures.find(({ name, home }) => name === bare && isAt(home, database));
  if (!found) {
    const message = `Could not find stored procedure '${written}'.`;
    throw new SqlServerError({ number: 2812, state: 62, message });
  }
  if (found.home !== undefined) mustExecute(bare, database, context);
  await found.run(context, argumentsOf(params, database));
}

function isAt(home: Procedure['home'], database: string): boolean {
  if (home === undefined) return true;
  const system = ['master', 'msdb', 'tempdb', 'model'].includes(database.toLowerCase());
  return home === 'master' ? database.toLowerCase() === 'master' : !system;
}
