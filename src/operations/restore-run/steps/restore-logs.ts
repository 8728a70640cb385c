import { named } from '../../../domain/plan.ts';
import type { Examined, StepContext, StepKind } from '../../acting/operation.ts';
import { type PlannedSet, setsFromJson } from '../planned-set.ts';
import { restoreSet as statementOf } from '../statements.ts';
import { intoOf, whyNotInto } from './restore-set.ts';
import { restoredSince } from './restored.ts';
import {
  failure,
  leavesOf,
  type Standing,
  sessionOf,
  standingOf,
  troubleWords,
} from './standing.ts';

/**
 * Rolls forward through the logs of the list. Each time it asks how far the database is, and takes what is missing: so no
 * log is restored twice, whatever was cut off (S13).
 */
export const restoreLogs: StepKind = {
  async perform(context) {
    const { memory, ports, progress } = context;
    const into = intoOf(context);
    const logs = setsFromJson(memory['sets']).filter(({ type }) => type === 'log');
    const stopAt = typeof memory['stopAt'] === 'string' ? memory['stopAt'] : null;
    const state = await look(context);
    if (typeof state === 'string') return failure(context, into, state);
    for (const [index, log] of logs.entries()) {
      const isLast = index === logs.length - 1;
      if (state.done.has(log.id.toLowerCase())) continue;
      if (!isLast && isPast(state.standing, log)) continue;
      progress({
        percent: Math.round((index / logs.length) * 100),
        note: `log ${index + 1} of ${logs.length}`,
        left: null,
      });
      const answer = await sessionOf(context).run(
        statementOf(ports.template, into, log, { stopAt: isLast ? stopAt : null }),
      );
      if (!answer.ok)
        return failure(
          context,
          into,
          `Restoring log ${index + 1} of ${logs.length}, of ${log.finished}, failed (${troubleWords(answer.trouble)}).`,
          answer.trouble,
        );
    }
    const until = stopAt === null ? '' : `, to ${stopAt}`;
    return { kind: 'done', note: `${logs.length} logs restored${until}.` };
  },

  async examine(context): Promise<Examined> {
    const into = intoOf(context);
    const state = await look(context);
    if (typeof state === 'string') return { kind: 'unclear', why: state };
    const logs = setsFromJson(context.memory['sets']).filter(({ type }) => type === 'log');
    const last = logs.findLast(({ id }) => state.done.has(id.toLowerCase()));
    const { redoStartLsn } = state.standing;
    if (last !== undefined && redoStartLsn !== null && BigInt(redoStartLsn) < BigInt(last.firstLsn))
      return {
        kind: 'unclear',
        why: `msdb says that the log of ${last.finished} was restored, and the files do not: ${leavesOf(state.standing, into)}`,
      };
    return {
      kind: 'again',
      note: `${state.done.size} sets were in; it goes on with what is missing.`,
    };
  },
};

interface State {
  readonly standing: Standing;
  readonly done: ReadonlySet<string>;
}

/** How far the database is; words where that can't be said, or nothing may be restored into it. */
async function look(context: StepContext): Promise<State | string> {
  const into = intoOf(context);
  const [standing, restored] = [
    await standingOf(context, into),
    await restoredSince(context, into),
  ];
  if (!standing.ok || !restored.ok) return `${named(into)} can’t be looked at`;
  const why = whyNotInto(context, standing.value);
  if (why !== null || standing.value === null) return why ?? `${named(into)} is gone`;
  return {
    standing: standing.value,
    done: new Set(restored.value.flatMap(({ setId }) => (setId === null ? [] : [setId]))),
  };
}

/** A set that adds nothing to what is there. */
function isPast({ redoStartLsn }: Standing, { lastLsn }: PlannedSet): boolean {
  return redoStartLsn !== null && BigInt(lastLsn) <= BigInt(redoStartLsn);
}
