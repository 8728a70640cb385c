import { code } from '../blocks/escape.ts';
import { notice } from '../blocks/notice.ts';
import type { ButtonTools, Click } from './click.ts';

/** Runs the check behind an incident now, only for the one who clicked. */
export async function runCheck(
  { asker, value }: Click,
  { services, dispatch }: ButtonTools,
): Promise<void> {
  const incident = await services.incident(value);
  if (incident === null) {
    return await asker.reply.last(
      notice(`hart does not know the incident ${code(value)} any more.`),
    );
  }
  const { check, environment } = incident;
  return await dispatch.command(asker, {
    kind: 'command-line',
    command: 'check',
    args: [check],
    environment,
  });
}
