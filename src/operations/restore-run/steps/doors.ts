import { textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import { isStopping, overwriting } from '../../acting/next-move.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { recordedIn } from '../recorded.ts';
import { setOption } from '../statements.ts';
import { statisticsStatements } from '../way-back.ts';
import { leftWith } from './put-back.ts';
import { restoredSince } from './restored.ts';
import {
  failure,
  giveBack,
  leavesOf,
  leavesToGoOn,
  notTheTarget,
  type Standing,
  sessionOf,
  standingOf,
  troubleWords,
} from './standing.ts';

/**
 * Lets people in again. After a failure or a cancel too, if nothing was overwritten: then the database is given back as
 * it was. What was overwritten and is not proven stays closed.
 */
export const doors: StepKind = {
  async perform(context) {
    const outcome = await open(context);
    await context.ports.keepReaderOut?.(false);
    return outcome;
  },
  examine: async () => ({ kind: 'again', note: 'opening an open door does no harm.' }),
};

async function open(context: StepContext): Promise<StepOutcome> {
  const { plan, ports, step } = context;
  const { database } = plan.target;
  const standing = await standingOf(context, database);
  if (!standing.ok || standing.value === null)
    return failure(context, database, `${named(database)} could not be looked at.`);
  const isGivenBack = isUndoing(context);
  const wrong = isGivenBack ? notTheTarget(context, standing.value) : null;
  if (wrong !== null) return failure(context, database, `It was left as it is: ${wrong}.`);
  if (isGivenBack && (await isTouched(context)))
    return { kind: 'done', note: closedWords(context, standing.value) };
  if (standing.value.state === 'RESTORING' && !(await giveBack(context, database)))
    return failure(context, database, 'It could not be opened again.');
  const left = isGivenBack ? await putBack(context, database) : [];
  const wanted = textIn(step.input, 'userAccess') ?? 'MULTI_USER';
  // Nobody is thrown out for a door that was never shut.
  const opened =
    standing.value.userAccess === wanted
      ? standing
      : await sessionOf(context).run(
          setOption(ports.template, database, `${wanted} WITH ROLLBACK IMMEDIATE`),
        );
  if (!opened.ok)
    return failure(
      context,
      database,
      `People could not be let in (${troubleWords(opened.trouble)}).`,
      opened.trouble,
    );
  if (!isGivenBack) return { kind: 'done', note: `${named(database)} is open.` };
  const note = await untouchedWords(context, standing.value);
  const still = [...left, ...(await statisticsBack(context, database))];
  return still.length === 0
    ? { kind: 'done', note }
    : {
        kind: 'done',
        note: `${note} ${still.length} left to the DBA.`,
        memory: leftWith(context, still),
      };
}

/** Whether this step runs after a failure or a cancel. */
export function isUndoing({ run }: Pick<StepContext, 'run'>): boolean {
  return isStopping(run) || run.steps.some(({ state }) => state === 'failed');
}

/** Somebody may have opened it by hand. */
function closedWords(context: StepContext, found: Standing): string {
  const isOpen = found.state === 'ONLINE' && found.userAccess === 'MULTI_USER';
  return `${isOpen ? '' : 'It stays closed. '}${leavesToGoOn(context, found, context.plan.target.database)}`;
}

/** One that could not be opened before cannot be now. */
async function untouchedWords(context: StepContext, before: Standing): Promise<string> {
  const { database } = context.plan.target;
  const after = await standingOf(context, database);
  if (after.ok && after.value?.state === 'ONLINE')
    return `${named(database)} was not touched and is online${before.state === 'ONLINE' ? '' : ' again'}.`;
  const how = after.ok ? leavesOf(after.value, database) : 'How it stands is not known.';
  return `${named(database)} was not touched. ${how}`;
}

/** By the server's account and by ours: either is enough to keep it closed. */
async function isTouched(context: StepContext): Promise<boolean> {
  const { run, plan, memory } = context;
  if (memory['mode'] === 'continue') return true;
  if (overwriting(run) !== null && memory['untouched'] !== true) return true;
  // Before the sets are read back nobody has noted since when: what was restored earlier is no doing of this run.
  if (typeof memory['since'] !== 'string') return false;
  const restored = await restoredSince(context, plan.target.database);
  return !restored.ok || restored.value.length > 0;
}

/**
 * What even the tail and its recovery changed: the broker is off after them, and so is TRUSTWORTHY. Nothing was acted on
 * meanwhile, so the broker may go on at once. What this login may not do is left to the DBA.
 */
export async function putBack(context: StepContext, database: string): Promise<readonly string[]> {
  const { template } = context.ports;
  const session = sessionOf(context);
  const was = recordedIn(context.memory);
  const now = await standingOf(context, database);
  if (was === null || !now.ok || now.value === null) return [];
  const left: string[] = [];
  const send = async (statement: string) => {
    const answer = await session.run(statement);
    if (!answer.ok) left.push(statement);
  };
  if (was.trustworthy && !now.value.trustworthy) {
    const set = await session.run(template('set-trustworthy'), {
      database: { type: 'text', value: database },
    });
    if (!set.ok) left.push(setOption(template, database, 'TRUSTWORTHY ON', 'set-option-dba'));
  }
  if (was.broker && !now.value.broker)
    await send(setOption(template, database, 'ENABLE_BROKER', 'set-broker'));
  return left;
}

/**
 * Gives its statistics back what `quiet` took, once the doors are open: until then the one place may be another's. What
 * cannot be entered was never asked for it. Answers what is left to the DBA.
 */
export async function statisticsBack(
  context: StepContext,
  database: string,
): Promise<readonly string[]> {
  const { run, plan, memory, ports } = context;
  const quiet = plan.steps.find(({ does }) => does === 'quiet')?.id;
  // Not by its state: one that died in it and was cancelled then is skipped, and was sent.
  const isBegun = run.steps.some(({ id, startedAt }) => id === quiet && startedAt !== null);
  const was = recordedIn(memory);
  const now = await standingOf(context, database);
  if (!isBegun || was === null || !now.ok || now.value?.state !== 'ONLINE') return [];
  const left: string[] = [];
  for (const statement of statisticsStatements(ports.template, database, was)) {
    const answer = await sessionOf(context).run(statement);
    if (!answer.ok) left.push(statement);
  }
  return left;
}
