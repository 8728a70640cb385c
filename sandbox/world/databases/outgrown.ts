import type { ActiveFaults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Filling } from '../table.ts';
import { formerAssembly } from '../trust.ts';
import type { DatabaseBody, Window } from './database.ts';

/**
 * Whether a database was brought back from before `server-outgrown`, so that it holds what this server has done away
 * with since.
 */
export function isOutgrown(faults: ActiveFaults, windows: readonly Window[]): boolean {
  const since = faults.get('server-outgrown')?.since;
  return since !== undefined && windows.some(({ until }) => until <= since);
}

/** Whether a CLR function of such a database is refused (Msg 10314): its assembly is trusted neither by hash nor by TRUSTWORTHY. */
export function refusesClr(faults: ActiveFaults, { windows, options }: DatabaseBody): boolean {
  const replaced = faults.get('server-outgrown')?.with['assembly'];
  return replaced === 'Hartonomous.Clr' && isOutgrown(faults, windows) && !options.isTrustworthy;
}

/** The catalogue of such a database: a user whose login was dropped since, an assembly as it was. */
export function withWhatWas(
  filling: Filling,
  windows: readonly Window[],
  faults: ActiveFaults,
  random: Random,
): Filling {
  const { table, rows, database = 'Hartonomous' } = filling;
  if (table.schema !== 'sys' || database !== 'Hartonomous' || !isOutgrown(faults, windows))
    return filling;
  if (table.name === 'database_principals')
    return {
      ...filling,
      rows: [
        ...rows,
        {
          name: 'LegacyReports',
          principal_id: 90,
          type: 'S',
          type_desc: 'SQL_USER',
          sid: random.bytes(16, 'sid', 'LegacyReports'),
        },
      ],
    };
  if (table.name !== 'assembly_files') return filling;
  const replaced = `${faults.get('server-outgrown')?.with['assembly']}`;
  return {
    ...filling,
    rows: rows.map((row) =>
      row['name'] === replaced ? { ...row, content: formerAssembly(random, replaced) } : row,
    ),
  };
}
