import { writeRestoreOptions } from '../../domain/restore-options.ts';
import type { Button } from '../buttons/click.ts';
import type { Asked, Order } from '../commands/command.ts';
import type { ReadField } from '../views/inputs.ts';
import {
  newRestoreForm,
  type RestoreForm,
  readRestoreForm,
  restoreFormOf,
} from '../views/restore-fields.ts';
import { restoreCallback, restoreForm } from '../views/restore-form.ts';
import { confirmForm } from '../views/run-forms.ts';
import type { Submission } from '../views/submission.ts';
import { agentOf } from './agent-of.ts';
import { refusePlainly } from './refuse-plainly.ts';

/** Shows the form, as it begins or as it is filled in; or why nothing can be offered. */
export async function showRestoreForm(
  asked: Asked,
  field: ReadField | null,
  how: RestoreForm['how'] = 'copy',
): Promise<void> {
  const given = field === null ? null : restoreFormOf(field);
  const choices = await choicesFor(asked, given);
  if ('rule' in choices) return await refusePlainly(asked, choices);
  const begun = { ...newRestoreForm(choices), how };
  const form = field === null ? begun : restoreFormOf(field, begun);
  await asked.dialog?.show(restoreForm(choices, form));
}

/** Of the environment whose backups are asked for: only a copy is made of another one's. */
function choicesFor({ services, environment }: Asked, form: RestoreForm | null) {
  const from = form?.how === 'copy' && form.from !== '' ? form.from : undefined;
  return services.restoreChoices(environment, from);
}

/** Some fields are there only for some choices: the form is drawn anew at each of them. */
export const redrawRestore: Button = ({ asker, about, field }, { dispatch }) => {
  const order: Order = {
    name: 'restore',
    role: 'operator',
    changes: false,
    dialog: true,
    run: (asked) => showRestoreForm(asked, field),
  };
  return dispatch.order(asker, { environment: about }, [], order);
};

export const restoreSubmission: Submission = {
  callbackId: restoreCallback,
  read({ field, about: environment }) {
    const form = restoreFormOf(field);
    const read = readRestoreForm(form);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'order',
      about: { environment },
      order: {
        name: 'restore',
        role: 'operator',
        changes: true,
        async run(asked) {
          const operation = form.how === 'copy' ? 'restore.copy' : 'restore.in-place';
          const run = await asked.services.acting.propose({
            operation,
            environment,
            options: writeRestoreOptions(read.options),
            by: agentOf(asked.identity),
          });
          if (!('rule' in run)) return await asked.dialog?.show(confirmForm(run));
          await refusePlainly(asked, run);
          await showAgain(asked, form, run);
        },
      },
    };
  },
};

/** A refused plan is no reason to fill the form in anew. */
async function showAgain(
  asked: Asked,
  form: RestoreForm,
  refusal: Parameters<typeof restoreForm>[2],
): Promise<void> {
  const choices = await choicesFor(asked, form);
  if (!('rule' in choices)) await asked.dialog?.show(restoreForm(choices, form, refusal ?? null));
}
