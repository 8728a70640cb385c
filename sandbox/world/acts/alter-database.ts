import type { Database, DatabaseOptions, UserAccess } from '../databases/database.ts';
import { PRODUCT } from '../databases/databases.ts';
import { databaseIds } from '../things.ts';
import type { World } from '../world.ts';
import type { ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { type DatabaseChange, options as readers } from './database-options.ts';
import { denials, isAdministrator, mayAlterDatabases, raise } from './denials.ts';
import { emptyDatabase, type Termination } from './empty-database.ts';
import { writeProperties } from './extended-property.ts';
import { isOwner } from './owner.ts';

const failed = { number: 5069, message: 'ALTER DATABASE statement failed.' };
const system = ['master', 'msdb', 'tempdb', 'model'];

/** `ALTER DATABASE name SET option, … [WITH ROLLBACK IMMEDIATE | ROLLBACK AFTER n | NO_WAIT]`, and `MODIFY NAME`. */
export const alterDatabase: ReadAct = (reader) => {
  if (!reader.take('ALTER', 'DATABASE')) return null;
  const isCurrent = reader.take('CURRENT');
  const written = isCurrent ? null : reader.name();
  if (reader.take('MODIFY', 'NAME', '=')) {
    const to = reader.name();
    return (context) => rename(written ?? context.session.database, to, context);
  }
  reader.expect('SET');
  const changes: DatabaseChange[] = [];
  do changes.push(readers(reader));
  while (reader.take(','));
  let termination: Termination = 'wait';
  if (reader.take('WITH')) {
    if (reader.take('NO_WAIT')) termination = 'no wait';
    else {
      reader.expect('ROLLBACK');
      if (reader.take('AFTER')) {
        reader.number();
        reader.take('SECONDS');
      } else reader.expect('IMMEDIATE');
      termination = 'rollback';
    }
  }
  return async (context) => {
    for (const change of changes)
      await alter(written ?? context.session.database, change, termination, context);
  };
};

async function alter(
  name: string,
  change: DatabaseChange,
  termination: Termination,
  context: ActContext,
): Promise<void> {
  const { world, session } = context;
  const database = world.databases.find(name);
  if (!database || !(mayAlterDatabases(context) || isOwner(context, database)))
    raise(failed, denials.alterDatabase(name));
  if (change.onlyAdministrator && !isAdministrator(context)) raise(failed, denials.action());
  if (change.access !== undefined && system.includes(database.name.toLowerCase()))
    raise(failed, {
      number: 5058,
      message: `Option '${change.access}' cannot be set in database '${database.name}'.`,
    });
  if (database.state === 'RESTORING')
    raise(failed, {
      number: 5052,
      message: 'ALTER DATABASE is not permitted while a database is in the Restoring state.',
    });
  // These lie inside the database, which cannot be opened.
  if (database.state === 'SUSPECT' && change.options)
    raise(failed, {
      number: 926,
      message: `Database '${database.name}' cannot be opened. It has been marked SUSPECT by recovery.`,
    });
  const isOthers = database.singleUserSpid !== null && database.singleUserSpid !== session.spid;
  if (database.userAccess === 'SINGLE_USER' && isOthers && termination !== 'rollback')
    raise(failed, {
      number: 5064,
      message: `Changes to the state or options of database '${database.name}' cannot be made at this time. The database is in single-user mode, and a user is currently connected to it.`,
    });
  if (change.exclusive) await emptyDatabase(database.name, termination, context);
  const now = world.now();
  if (change.access !== undefined) setAccess(database.name, change.access, context);
  if (change.options) world.databases.changeOptions(database.name, change.options, now);
  if (change.broker) setBroker(database.name, change.broker, context);
  world.changed();
}

function setAccess(name: string, access: UserAccess, { world, session }: ActContext): void {
  const isIn = session.database.toLowerCase() === name.toLowerCase();
  world.databases.change(
    name,
    {
      userAccess: access,
      singleUserSpid: access === 'SINGLE_USER' && isIn ? session.spid : null,
    },
    world.now(),
  );
}

function setBroker(
  name: string,
  broker: NonNullable<DatabaseChange['broker']>,
  { world }: ActContext,
): void {
  const now = world.now();
  const { body } = world.databases.get(name);
  const isSame = world.databases
    .all()
    .some(
      (other) =>
        other.name !== name &&
        other.body.brokerGuid === body.brokerGuid &&
        other.body.options.isBrokerEnabled,
    );
  if (broker === 'ENABLE_BROKER' && isSame)
    raise(failed, {
      number: 9772,
      message: `The Service Broker in database "${name}" cannot be enabled because there is already an enabled Service Broker with the same ID.`,
    });
  if (broker === 'NEW_BROKER')
    world.databases.changeBody(
      name,
      { brokerGuid: world.random.guid('new-broker', name, now) },
      now,
    );
  const options: Partial<DatabaseOptions> = { isBrokerEnabled: broker !== 'DISABLE_BROKER' };
  world.databases.changeOptions(name, options, now);
}

async function rename(name: string, to: string, context: ActContext): Promise<void> {
  const { world } = context;
  const database = world.databases.find(name);
  if (!database || !(mayAlterDatabases(context) || isOwner(context, database)))
    raise(denials.alterDatabase(name));
  if (world.databases.find(to))
    raise({
      number: 1801,
      state: 3,
      message: `Database '${to}' already exists. Choose a different database name.`,
    });
  if (database.state !== 'ONLINE')
    raise({
      number: 5052,
      message: 'ALTER DATABASE is not permitted while a database is in the Restoring state.',
    });
  await emptyDatabase(database.name, 'no wait', context, {
    number: 5030,
    message: 'The database could not be exclusively locked to perform the operation.',
  });
  await giveName(database, to, context);
  world.changed();
  context.info({ number: 5021, message: `The database name '${to}' has been set.` });
}

/**
 * The product's tables stay with the product's name, filled by what the database of that name holds; so does its number,
 * by which the dynamic views know it. What loses the name becomes a copy beside it.
 */
async function giveName(database: Database, to: string, context: ActContext): Promise<void> {
  const { world } = context;
  const { name } = database;
  const isProduct = (one: string) => one.toLowerCase() === PRODUCT.toLowerCase();
  const id = isProduct(to) || isProduct(name) ? numberOf(to, world) : database.id;
  if (!isProduct(name)) await world.copies.detach(name);
  world.databases.change(name, { name: to, id }, world.now());
  if (isProduct(to)) {
    const until = database.body.windows.at(-1)?.until;
    if (until !== undefined) world.broker.broker.rewind(until);
    return;
  }
  await world.copies.attach(to);
  await world.copies.fill(to);
  await writeProperties(to, context);
}

function numberOf(name: string, world: World): number {
  return name.toLowerCase() === PRODUCT.toLowerCase()
    ? databaseIds.Hartonomous
    : Math.max(...world.databases.all().map(({ id }) => id)) + 1;
}
