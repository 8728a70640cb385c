import { PRODUCT } from '../databases/databases.ts';
import type { ActContext } from './act-context.ts';
import { denials, raise } from './denials.ts';
import { isOwner } from './owner.ts';
import { readValues } from './parameters.ts';
import type { Procedure } from './procedure.ts';

type Change = 'add' | 'update' | 'drop';

/** sp_addextendedproperty and its like, on the database itself. */
function procedure(change: Change): Procedure {
  const name = `sp_${change}extendedproperty`;
  return {
    name,
    async run(context, args) {
      const values = readValues(
        name,
        [
          { name: 'name' },
          ...(change === 'drop' ? [] : [{ name: 'value', standard: null }]),
          ...[0, 1, 2].flatMap((level) => [
            { name: `level${level}type`, standard: null },
            { name: `level${level}name`, standard: null },
          ]),
        ],
        args,
        context,
      );
      if (values.text('level0type') !== null)
        raise({ number: 50000, message: 'sandbox: only properties of a database are known' });
      const database = args.database;
      await setProperty(database, values.text('name') ?? '', change, context, () =>
        values.text('value'),
      );
      context.returnStatus(0);
    },
  };
}

async function setProperty(
  name: string,
  property: string,
  change: Change,
  context: ActContext,
  value: () => string | null,
): Promise<void> {
  const { world } = context;
  const database = world.databases.get(name);
  if (!isOwner(context, database)) raise(denials.find('object', name));
  const { properties } = database.body;
  const there = property in properties;
  if (change === 'add' && there)
    raise({
      number: 15233,
      message: `Property cannot be added. Property '${property}' already exists for 'object specified'.`,
    });
  if (change !== 'add' && !there)
    raise({
      number: 15217,
      message: `Property cannot be updated or deleted. Property '${property}' does not exist for 'object specified'.`,
    });
  const { [property]: _, ...rest } = properties;
  const changed = change === 'drop' ? rest : { ...rest, [property]: value() ?? '' };
  world.databases.changeBody(database.name, { properties: changed }, world.now());
  await writeProperties(database.name, context);
  world.changed();
}

/** What is beside the product is not written anew each time, so it is written here. */
export async function writeProperties(database: string, { world }: ActContext): Promise<void> {
  if (database.toLowerCase() === PRODUCT.toLowerCase()) return;
  const { properties } = world.databases.get(database).body;
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const rows = Object.entries(properties).map(
    ([name, value]) => `(0, 'DATABASE', 0, 0, ${quoted(name)}, ${quoted(value)})`,
  );
  const table = `"${database.replaceAll('"', '""')}".sys.extended_properties`;
  await world.engine.admin.run(
    `DELETE FROM ${table};${rows.length === 0 ? '' : `INSERT INTO ${table} VALUES ${rows.join(',')}`}`,
  );
}

export const extendedPropertyProcedures: readonly Procedure[] = (
  ['add', 'update', 'drop'] as const
).map(procedure);
