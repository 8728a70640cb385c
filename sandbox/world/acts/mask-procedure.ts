import { PRODUCT } from '../databases/databases.ts';
import { mustExecute, raise } from './denials.ts';
import { isOwner } from './owner.ts';
import type { Procedure } from './procedure.ts';

const title = 'MaskRequests';

/**
 * A DBA's own procedure, as an environment may have one that gets copies of another's data: it takes what people wrote and
 * what was answered out of the requests. Only for copies: the product's rows are made anew each time they are read.
 */
export const maskProcedure: Procedure = {
  name: title.toLowerCase(),
  async run(context, { database: named }) {
    const { world } = context;
    const database = world.databases.get(named);
    // Nobody was granted it: whoever restored the copy owns it, and needs no grant.
    if (!isOwner(context, database)) mustExecute(title, database.name, context);
    if (database.name.toLowerCase() === PRODUCT.toLowerCase())
      raise({ number: 50000, message: 'sandbox: only a copy can be masked' });
    const table = `"${database.name.replaceAll('"', '""')}".dbo.InferenceRequest`;
    await world.engine.admin.run(
      `UPDATE ${table} SET InputData = 'masked', OutputData = NULL, UserFeedback = NULL`,
    );
    context.returnStatus(0);
  },
};
