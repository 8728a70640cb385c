import { notice } from '../blocks/notice.ts';
import type { ButtonTools, Click } from './click.ts';

/** Asks the same again, in place of what is shown. */
export async function refresh(
  { inPlace, value }: Click,
  { views, dispatch }: ButtonTools,
): Promise<void> {
  const view = views.get(value);
  if (view === null) return await inPlace.reply.last(notice(forgotten));
  const { command, args, environment } = view;
  return await dispatch.command(inPlace, { kind: 'command-line', command, args, environment });
}

/** What is shown was forgotten: after a restart, or two hours. */
export const forgotten =
  'hart does not remember this view any more. Ask again with `/hart status`.';
