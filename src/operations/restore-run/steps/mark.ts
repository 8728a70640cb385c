import { textIn } from '../../../domain/json-fields.ts';
import type { StepKind } from '../../acting/operation.ts';
import { about } from '../statements.ts';
import { marksOf, unmark } from './marks.ts';
import { intoOf } from './restore-set.ts';
import { failure, sessionOf, troubleWords } from './standing.ts';

/** Writes into a copy which run made it and, where that is limited, until when it is wanted (S16). */
export const mark: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    const { template } = context.ports;
    const expires = textIn(context.step.input, 'expires');
    const marks = {
      hart_run: context.run.id,
      ...(expires === null ? {} : { hart_expires: expires }),
    };
    const before = await marksOf(context, into);
    const there = before.ok ? before.value : new Map<string, string>();
    for (const [name, value] of Object.entries(marks)) {
      if (there.get(name) === value) continue;
      if (there.has(name)) await unmark(context, into, name);
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
    return { kind: 'done', note: null, memory: { marked: true } };
  },
  examine: async () => ({ kind: 'again', note: 'what is written already is left.' }),
};
