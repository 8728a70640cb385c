import { type QueueAct, queueActs } from '../../domain/queue-acts.ts';
import type { Button } from '../buttons/click.ts';
import type { Order } from '../commands/command.ts';
import { poisonView, queueCallback, queueForm, showPoison } from '../views/queue-form.ts';
import type { Submission } from '../views/submission.ts';
import { proposeInDialog } from './propose-in-dialog.ts';
import { refusePlainly } from './refuse-plainly.ts';

const chooseOrder: Order = {
  name: 'queue-acts',
  role: 'operator',
  changes: false,
  dialog: true,
  async run({ environment, services, dialog }) {
    await dialog?.show(queueForm(await services.queues(environment)));
  },
};

/** The queues of the shown view's environment, to choose one and what to do with it. */
export const showQueueActs: Button = ({ asker, value }, { views, dispatch }) =>
  dispatch.order(asker, { environment: views.get(value)?.environment ?? '' }, [], chooseOrder);

export const queueSubmission: Submission = {
  callbackId: queueCallback,
  read({ field, about: environment }) {
    const queue = field('queue');
    const act = field('act');
    if (queue === '') return { kind: 'errors', errors: { queue: 'Choose a queue.' } };
    if (act === showPoison)
      return { kind: 'order', about: { environment }, order: poisonOrder(queue) };
    const operation = actOf(act);
    if (operation === null) return { kind: 'errors', errors: { act: 'Choose what to do.' } };
    return {
      kind: 'order',
      about: { environment },
      order: {
        name: operation,
        role: 'operator',
        changes: false,
        dialog: true,
        run: (asked) => proposeInDialog(asked, operation, { queue }),
      },
    };
  },
};

function actOf(act: string): QueueAct | null {
  const names: readonly string[] = Object.keys(queueActs);
  const isAct = (name: string): name is QueueAct => names.includes(name);
  return isAct(act) ? act : null;
}

/** Whoever read a message is on record: it may hold a tenant's data. */
function poisonOrder(queue: string): Order {
  return {
    name: 'queue-message',
    role: 'operator',
    changes: true,
    async run(asked) {
      const found = await asked.services.poisonMessage(asked.environment, queue);
      if ('rule' in found) return await refusePlainly(asked, found);
      await asked.dialog?.show(poisonView(found));
    },
  };
}
