import type { Answer, ResultRow } from '../../../domain/target.ts';
import type { StepContext } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { about } from '../statements.ts';
import { sessionOf } from './standing.ts';

/** By these a copy is known: which run made it, and until when it is wanted (S16). */
export type Marks = ReadonlyMap<string, string>;

export async function marksOf(context: StepContext, database: string): Promise<Answer<Marks>> {
  const answer = await sessionOf(context).run(
    about(context.ports.template, 'read-marks', database),
  );
  return answer.ok ? { ok: true, value: new Map(answer.value.map(markIn)) } : answer;
}

function markIn(row: ResultRow): readonly [string, string] {
  return [text(row, 'name') ?? '', text(row, 'value') ?? ''];
}

/** Takes one away. A restored database may bear those of a time when it was set aside itself. */
export async function unmark(
  context: StepContext,
  database: string,
  property: string,
): Promise<Answer<unknown>> {
  return sessionOf(context).run(about(context.ports.template, 'unmark-copy', database), {
    property: { type: 'text', value: property },
  });
}
