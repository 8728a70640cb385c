import type { JsonObject } from '../../domain/json.ts';
import type { OperationName } from '../../domain/plan.ts';
import type { Asked } from '../commands/command.ts';
import { confirmForm } from '../views/run-forms.ts';
import { agentOf } from './agent-of.ts';
import { refusePlainly } from './refuse-plainly.ts';

/** Plans, and puts the plan before the one who asked: nothing happens until they confirm it there. */
export async function proposeInDialog(
  asked: Asked,
  operation: OperationName,
  options: JsonObject,
  incident?: string,
): Promise<void> {
  const { services, environment, identity, dialog } = asked;
  const by = agentOf(identity);
  const order = { operation, environment, options, by };
  const run = await services.acting.propose(
    incident === undefined ? order : { ...order, incident },
  );
  if ('rule' in run) return await refusePlainly(asked, run);
  await dialog?.show(confirmForm(run));
}
