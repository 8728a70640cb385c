import type { Run } from '../../domain/run.ts';
import { code } from '../blocks/escape.ts';
import type { Asked, Command } from '../commands/command.ts';
import { runsHint } from '../where.ts';

/** Commands whose first argument is a run. */
export const aboutRun: NonNullable<Command['about']> = {
  what: 'a run',
  find: async (id, services) => (await services.acting.find(id))?.plan.environment ?? null,
  hint: runsHint,
};

/** The run that the first argument names, as it is now; null after having said that there is none. */
export async function namedRun(asked: Asked): Promise<Run | null> {
  const id = (asked.args[0] ?? '').toUpperCase();
  const run = await asked.services.acting.find(id);
  if (run === null) await asked.say(`hart knows no run ${code(id)}. ${runsHint}`);
  return run;
}
