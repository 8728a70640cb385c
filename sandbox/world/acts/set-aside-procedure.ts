import { raise } from './denials.ts';
import { writeProperties } from './extended-property.ts';
import { readValues } from './parameters.ts';
import type { Procedure } from './procedure.ts';

/** As `sql/install/10-set-aside.sql` does it: as the owner, and only in a database that was set aside by that run. */
export const setAsideProcedure: Procedure = {
  name: 'hart_marksetaside',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const run = readValues('hart_MarkSetAside', [{ name: 'Run' }], args, context).text('Run') ?? '';
    const { name, body } = world.databases.get(args.database);
    if (!/^R\d/.test(run) || !name.toLowerCase().endsWith(`_${run}_before`.toLowerCase()))
      raise({ number: 50025, message: 'This database was not set aside by that run.' });
    const properties = { ...body.properties, hart_run: run };
    world.databases.changeBody(name, { properties }, world.now());
    await writeProperties(name, context);
    world.changed();
    context.returnStatus(0);
  },
};
