import type { Answer } from '../../../domain/target.ts';
import type { StepContext } from '../../acting/operation.ts';
import { guid, text } from '../../acting/row-fields.ts';
import { sessionOf } from './standing.ts';

/** One row of msdb's restorehistory. */
export interface Restored {
  readonly setId: string | null;
  readonly at: string;
}

/** What was restored into a database since this run began, oldest first: the server's own account (S13). */
export async function restoredSince(
  context: StepContext,
  database: string,
): Promise<Answer<readonly Restored[]>> {
  const since = context.memory['since'];
  const answer = await sessionOf(context).run(context.ports.template('restores-since'), {
    database: { type: 'text', value: database },
    since: { type: 'text', value: typeof since === 'string' ? since : '1900-01-01T00:00:00.000' },
  });
  if (!answer.ok) return answer;
  return {
    ok: true,
    value: answer.value.map((row) => ({
      setId: guid(row, 'set_guid'),
      at: text(row, 'restored_local') ?? '',
    })),
  };
}
