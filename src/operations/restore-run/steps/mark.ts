import { textIn } from '../../../domain/json-fields.ts';
import type { StepKind } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { about } from '../statements.ts';
import { intoOf } from './restore-set.ts';
import { failure, sessionOf, troubleWords } from './standing.ts';

/** Writes into a copy which run made it and until when it is wanted (S16). */
export const mark: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    const { template } = context.ports;
    const marks = {
      hart_run: context.run.id,
      hart_expires: textIn(context.step.input, 'expires') ?? '',
    };
    const before = await sessionOf(context).run(about(template, 'read-marks', into));
    const there = before.ok
      ? new Map(before.value.map((row) => [text(row, 'name'), text(row, 'value')]))
      : new Map<string | null, string | null>();
    for (const [name, value] of Object.entries(marks)) {
      if (there.get(name) === value) continue;
      const answer = await sessionOf(context).run(about(template, 'mark-copy', into), {
        property: { type: 'text', value: name },
        text: { type: 'text', value },
      });
      if (!answer.ok)
        return failure(
          context,
          into,
          `It could not be marked (${troubleWords(answer.trouble)}): hart will not drop it.`,
          answer.trouble,
        );
    }
    return { kind: 'done', note: null };
  },
  examine: async () => ({ kind: 'again', note: 'what is written already is left.' }),
};
