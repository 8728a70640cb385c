import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter } from '../../tds/wire-value.ts';
import type { ActContext } from './act-context.ts';
import { argumentsOf, type Procedure } from './procedure.ts';

/** Every procedure that can be called. */
const procedures: readonly Procedure[] = [];

/** Calls a procedure by its name as written; 2812 if there is none. */
export async function callProcedure(
  written: string,
  params: readonly Parameter[],
  context: ActContext,
): Promise<void> {
  const bare = written
    .replaceAll(/[[\]"]/g, '')
    .split('.')
    .at(-1)
    ?.toLowerCase();
  const found = procedures.find(({ name }) => name === bare);
  if (!found) {
    const message = `Could not find stored procedure '${written}'.`;
    throw new SqlServerError({ number: 2812, state: 62, message });
  }
  await found.run(context, argumentsOf(params));
}
