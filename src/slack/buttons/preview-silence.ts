import { formOf, readMatchers, silenceForm } from '../views/silence-form.ts';
import type { ButtonTools, Click } from './click.ts';

/** Shows in the open dialog what it would mute as it is filled in now. */
export async function previewSilence(
  { asker, field, value: environment }: Click,
  { dispatch }: ButtonTools,
): Promise<void> {
  const form = formOf(environment, field);
  await dispatch.order(asker, { environment }, [], {
    name: 'silence',
    role: 'responder',
    changes: false,
    dialog: true,
    async run({ services, dialog }) {
      const matchers = readMatchers(form.matchers);
      const preview =
        typeof matchers === 'string' ? matchers : await services.wouldMute(environment, matchers);
      await dialog?.show(silenceForm(form, preview));
    },
  });
}
