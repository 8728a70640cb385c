import { notice } from '../blocks/notice.ts';
import type { ButtonTools, Click } from './click.ts';
import { forgotten } from './refresh.ts';

/** The queues of the environment that the message is about, only for the one who clicked. */
export async function showQueues(
  { asker, value }: Click,
  { views, services, dispatch }: ButtonTools,
): Promise<void> {
  const environment =
    views.get(value)?.environment ?? (await services.incident(value))?.environment ?? null;
  if (environment === null) return await asker.reply.last(notice(forgotten));
  return await dispatch.command(asker, {
    kind: 'command-line',
    command: 'queues',
    args: [],
    environment,
  });
}
