import { setOwner, setTrustworthy } from './database-owner.ts';
import { raise } from './denials.ts';
import { killSession } from './kill.ts';
import { readValues } from './parameters.ts';
import type { Procedure } from './procedure.ts';

const PRODUCT = 'hartonomous';
/** master.dbo.HartDatabase: whoever owned the product's database when it was installed. */
const OWNER = 'sa';

/** As `sql/install/08-signed-procedures.sql` does it. */
export const signedProcedures: readonly Procedure[] = [
  {
    name: 'hart_settrustworthy',
    home: 'master',
    run(context, args) {
      const signature = [{ name: 'Database' }, { name: 'On' }];
      const values = readValues('hart_SetTrustworthy', signature, args, context);
      const database = values.text('Database') ?? '';
      if (database.toLowerCase() !== PRODUCT)
        raise({ number: 50020, message: 'This database is not in master.dbo.HartDatabase.' });
      setTrustworthy(database, values.bit('On') === true, context.world);
      context.returnStatus(0);
    },
  },
  {
    name: 'hart_setowner',
    home: 'master',
    run(context, args) {
      const signature = [{ name: 'Database' }, { name: 'Owner' }];
      const values = readValues('hart_SetOwner', signature, args, context);
      const database = values.text('Database') ?? '';
      const owner = values.text('Owner') ?? '';
      if (database.toLowerCase() !== PRODUCT || owner.toLowerCase() !== OWNER)
        raise({
          number: 50021,
          message: 'master.dbo.HartDatabase does not name this login as owner of this database.',
        });
      setOwner(database, owner, context.world);
      context.returnStatus(0);
    },
  },
  {
    name: 'hart_killsession',
    home: 'master',
    run(context, args) {
      const signature = [{ name: 'SessionId' }, { name: 'LoginTime' }, { name: 'RunId' }];
      const values = readValues('hart_KillSession', signature, args, context);
      const run = values.text('RunId') ?? '';
      if (run.length < 8 || /[^A-Za-z0-9-]/.test(run))
        raise({ number: 50022, message: '@RunId must be the id of a run.' });
      const id = values.number('SessionId') ?? 0;
      const found = context.world
        .clients()
        .find(
          ({ spid, login, program }) =>
            spid === id &&
            spid !== context.session.spid &&
            login === 'hart_operator' &&
            program.includes(run),
        );
      if (!found || !isLoginTime(found.since, args.find('LoginTime', 1)?.value, context.world))
        raise({ number: 50023, message: 'No session has this id, login time and run.' });
      killSession(id, context);
      context.returnStatus(0);
    },
  },
];

/** sys.dm_exec_sessions shows the server's local time, in steps of datetime. */
function isLoginTime(
  since: number,
  given: unknown,
  world: { readonly clock: { zoneMinutes(): number } },
): boolean {
  const at = momentOf(given);
  const shown = since + world.clock.zoneMinutes() * 60_000;
  return at !== null && Math.abs(at - shown) <= 4;
}

function momentOf(given: unknown): number | null {
  if (given instanceof Date) return given.getTime();
  if (typeof given === 'string') {
    const at = Date.parse(`${given.replace(' ', 'T').replace(/Z?$/, '')}Z`);
    return Number.isNaN(at) ? null : at;
  }
  if (typeof given === 'object' && given !== null && 'micros' in given)
    return typeof given.micros === 'bigint' ? Number(given.micros / 1000n) : null;
  return null;
}
