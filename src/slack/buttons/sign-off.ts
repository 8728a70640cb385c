import { code, escape } from '../blocks/escape.ts';
import type { Order } from '../commands/command.ts';
import type { Button } from './click.ts';

const signOffOrder: Order = {
  name: 'sign-off',
  role: 'responder',
  changes: true,
  async run({ args, environment, identity, services, say, confirm }) {
    const [task = ''] = args;
    const person = identity.person ?? identity.userId;
    const signed = await services.signOff({ environment, task, person });
    if (signed === null) return await say(`hart does not know the task ${code(task)} any more.`);
    const title = escape(signed.task.title);
    if (signed.isNew) return await confirm(`*${title}* is signed off.`);
    const by = signed.task.signedBy === null ? 'the measurements' : escape(signed.task.signedBy);
    return await say(`*${title}* was done already, by ${by}.`);
  },
};

/** Signs a task of the runbook off. Its id begins with its environment; the digest shows the rest. */
export const signOff: Button = ({ asker, value }, { dispatch }) => {
  const [environment = ''] = value.split('/');
  return dispatch.order({ ...asker, quiet: true }, { environment }, [value], signOffOrder);
};
