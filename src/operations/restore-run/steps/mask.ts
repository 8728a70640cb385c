import { textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { Trouble } from '../../../domain/target.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { maskStatement } from '../masking-steps.ts';
import { about, setOption } from '../statements.ts';
import { unmaskedWords } from '../unmasked.ts';
import { marksOf, unmark } from './marks.ts';
import { intoOf } from './restore-set.ts';
import { sessionOf, standingOf, troubleWords } from './standing.ts';

/** By this a copy says that it was masked, and by what. */
const property = 'hart_masked';

/**
 * Masks a copy of another environment's database while only its owner and administrators get in (S17). What fails leaves it
 * restricted, and says so. After a crash the copy's own mark says whether it was done; the procedure may run twice.
 */
export const mask: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    const procedure = textIn(context.step.input, 'procedure') ?? '';
    const { template } = context.ports;
    if (!(await isShut(context, into)))
      return stays(context, `It was not masked: others may be in ${named(into)} already.`, null);
    const before = await marksOf(context, into);
    // A copy of a copy bears the mark of the time when that one was masked.
    if (before.ok && before.value.has(property)) await unmark(context, into, property);
    const session = sessionOf(context);
    const masked = await session.run(maskStatement(template, into, procedure));
    if (!masked.ok)
      return stays(
        context,
        `Masking by ${named(procedure)} failed (${troubleWords(masked.trouble)}).`,
        masked.trouble,
      );
    const written = await session.run(about(template, 'mark-copy', into), {
      property: { type: 'text', value: property },
      text: { type: 'text', value: `${context.run.id} ${procedure}` },
    });
    if (!written.ok)
      return {
        kind: 'failed',
        why: `That it was masked could not be written into it (${troubleWords(written.trouble)}).`,
        detail: written.trouble.detail,
        leaves: `${named(into)} was masked by ${named(procedure)}, and does not say so itself. It stays restricted: only its owner and administrators get in. The DBA lets people in by SET MULTI_USER, or it is dropped.`,
        memory: { masked: procedure },
      };
    return { kind: 'done', note: `Masked by ${named(procedure)}.`, memory: { masked: procedure } };
  },
  async examine(context) {
    const procedure = textIn(context.step.input, 'procedure') ?? '';
    const marks = await marksOf(context, intoOf(context));
    if (!marks.ok) return { kind: 'unclear', why: 'whether it was masked can’t be looked at' };
    return marks.value.get(property) === `${context.run.id} ${procedure}`
      ? { kind: 'done', note: 'It had been masked.', memory: { masked: procedure } }
      : { kind: 'again', note: 'it was not masked to the end.' };
  },
};

/** Lets people in, and only into a copy of which this run has masked the data. */
export const openCopy: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    if (typeof context.memory['masked'] !== 'string')
      return stays(context, 'It was not opened: it is not masked.', null);
    const opened = await sessionOf(context).run(
      setOption(context.ports.template, into, 'MULTI_USER'),
    );
    return opened.ok
      ? { kind: 'done', note: `${named(into)} is open.` }
      : {
          kind: 'failed',
          why: `People could not be let in (${troubleWords(opened.trouble)}).`,
          detail: opened.trouble.detail,
          leaves: `${named(into)} is masked, and RESTRICTED_USER: the DBA lets people in by SET MULTI_USER.`,
        };
  },
  examine: async () => ({ kind: 'again', note: 'opening an open door does no harm.' }),
};

async function isShut(context: StepContext, into: string): Promise<boolean> {
  const standing = await standingOf(context, into);
  return standing.ok && standing.value?.userAccess === 'RESTRICTED_USER';
}

/** By how the copy stands now: whoever reads this must not let people in, and shuts it where it is open. */
async function stays(
  context: StepContext,
  why: string,
  trouble: Trouble | null,
): Promise<StepOutcome> {
  const into = intoOf(context);
  const now = await standingOf(context, into);
  return {
    kind: 'failed',
    why,
    detail: trouble?.detail ?? null,
    leaves:
      now.ok && now.value === null
        ? `There is no database ${named(into)}.`
        : unmaskedWords(into, now.ok ? now.value : null),
  };
}
