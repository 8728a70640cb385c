import { named } from '../../../domain/plan.ts';
import { HOUR, MINUTE, SECOND } from '../../../domain/time.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import type { SessionFacts } from '../facts.ts';
import { readInDoubt, refusedByInDoubt } from '../in-doubt.ts';
import { count } from '../refuse-restore.ts';
import { orDisable, stillThere, strangersIn, whoWords } from '../strangers.ts';
import { failure } from './standing.ts';

/** How long it is waited for people to stop what they run, and how often that is looked at. */
const wait = 10 * MINUTE;
/** Beside they are at work until the copy is restored, at a time that nobody knows beforehand. */
const waitBeside = HOUR;
const pause = 15 * SECOND;

/** Waits until the application and the workers are stopped (S1). It only looks: nobody is thrown out by it. */
export const stopped: StepKind = {
  async perform(context) {
    const answer = await awaitStopped(context);
    if ('kind' in answer) return answer;
    return {
      kind: 'done',
      note:
        answer.length === 0
          ? 'Nobody else is in it.'
          : `${count(answer.length, 'connection')} will be ended: of disabled logins, or started by a queue.`,
    };
  },
  examine: async () => ({ kind: 'again', note: 'it only looks.' }),
};

/** Who is still there, all by logins that are disabled; or how the step ends, since others are. */
export async function awaitStopped(
  context: StepContext,
): Promise<readonly SessionFacts[] | StepOutcome> {
  const { ports, progress, signal, memory } = context;
  const longest = memory['way'] === 'beside' ? waitBeside : wait;
  for (let waited = 0; ; waited += pause) {
    const seen = await strangersNow(context);
    if (seen === null || blocking(context, seen).length === 0) return seen ?? notSeen(context);
    if (signal.aborted) return { kind: 'cancelled', note: 'Nothing was done.' };
    if (waited >= longest) return whileThere(context, seen);
    const note = `waiting until these are stopped: ${whoWords(blocking(context, seen))}`;
    progress({ percent: null, note, left: longest - waited });
    await ports.sleep(pause);
  }
}

/** The same without waiting, right before people would be thrown out: null, or how the step ends. */
export async function refuseStrangers(context: StepContext): Promise<StepOutcome | null> {
  const seen = await strangersNow(context);
  if (seen === null) return await notSeen(context);
  if (blocking(context, seen).length > 0) return await whileThere(context, seen);
  return await refuseInDoubt(context);
}

/** One may have come since the plan: to take the database would wait for it without an end. */
async function refuseInDoubt(context: StepContext): Promise<StepOutcome | null> {
  const { database } = context.plan.target;
  const asked = await context.ports.facts.ask('in-doubt-transactions', {
    database: { type: 'text', value: database },
  });
  const refused = refusedByInDoubt(database, asked.ok ? asked.value.map(readInDoubt) : null);
  if (refused === null) return null;
  return await failure(context, database, `${refused.message} ${refused.hint}`);
}

/** Null: that could not be asked. */
async function strangersNow({ plan, ports }: StepContext): Promise<readonly SessionFacts[] | null> {
  const seen = await ports.facts.ask('database-sessions', {
    database: { type: 'text', value: plan.target.database },
  });
  return seen.ok ? strangersIn(seen.value, ports.settings.operatorLogin) : null;
}

/** Without a tail nobody is thrown out, and RESTORE wants the database to itself. */
function blocking({ memory }: StepContext, seen: readonly SessionFacts[]): readonly SessionFacts[] {
  return memory['mode'] === 'without-tail'
    ? seen.filter(({ activated }) => !activated)
    : stillThere(seen);
}

function notSeen(context: StepContext): Promise<StepOutcome> {
  const { database } = context.plan.target;
  return failure(context, database, `Nothing was done: who uses ${named(database)} is not known.`);
}

function whileThere(context: StepContext, seen: readonly SessionFacts[]): Promise<StepOutcome> {
  const there = blocking(context, seen);
  return failure(
    context,
    context.plan.target.database,
    `It goes no further: still in the database: ${whoWords(there)}. Stop the application and the workers. ${orDisable(there, context.ports.template)}`,
  );
}
