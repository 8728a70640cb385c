import { SqlServerError } from '../../tds/sql-server-error.ts';
import { visitorsOf } from '../databases/visitors.ts';
import type { ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';

const system = new Set(['master', 'tempdb', 'model', 'msdb']);

/** `DROP DATABASE [IF EXISTS] name, …`. */
export const dropDatabase: ReadAct = (reader) => {
  if (!reader.take('DROP', 'DATABASE')) return null;
  const isLenient = reader.take('IF', 'EXISTS');
  const names = [reader.name()];
  while (reader.take(',')) names.push(reader.name());
  return async (context) => {
    for (const name of names) await drop(context, name, isLenient);
  };
};

async function drop(context: ActContext, name: string, isLenient: boolean): Promise<void> {
  const { world, session } = context;
  const found = world.databases.find(name);
  if (!found && isLenient) return;
  const mayDrop = session.access.has('CREATE ANY DATABASE', null, null) === true;
  if (!found || !mayDrop)
    throw refused(
      3701,
      11,
      `Cannot drop the database '${name}', because it does not exist or you do not have permission.`,
    );
  if (system.has(found.name))
    throw refused(3708, 16, `Cannot drop the database '${name}' because it is a system database.`);
  if (visitorsOf(world, found.name).length > 0)
    throw refused(3702, 16, `Cannot drop database "${name}" because it is currently in use.`);
  world.databases.remove(found.name);
  await world.copies.detach(found.name);
  world.changed();
  await world.refresh();
}

function refused(number: number, severity: number, message: string): SqlServerError {
  return new SqlServerError({ number, class: severity, message });
}
