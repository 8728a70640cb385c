import { isRefusal, type Refusal, refuse } from '../domain/authority.ts';
import { poisonMessage } from '../operations/queues/read-head.ts';
import { restoreChoices } from '../operations/restore-run/choices.ts';
import type { SlackServices } from '../slack/services.ts';
import type { EnvironmentPorts } from './operation-ports.ts';

const notSetUp: Refusal = refuse(
  'operations-not-set-up',
  'hart cannot do this here: its operations are not set up.',
  'An admin sees to it.',
);

/** What dialogs ask of the servers themselves, before there is an order. */
export function liveQuestions(
  environments: ReadonlyMap<string, Pick<EnvironmentPorts, 'ports'>>,
): Pick<SlackServices, 'restoreChoices' | 'poisonMessage'> {
  return {
    async restoreChoices(environment, from) {
      const own = environments.get(environment);
      if (own === undefined) return notSetUp;
      const choices = await restoreChoices(own.ports, from);
      if (isRefusal(choices)) return choices;
      return {
        ...choices,
        others: [...environments.keys()].filter((name) => name !== environment),
      };
    },
    async poisonMessage(environment, queue) {
      const own = environments.get(environment);
      return own === undefined ? notSetUp : await poisonMessage(own.ports, queue);
    },
  };
}
