import { objectIn, textIn, textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { RestoreOptions } from '../../../domain/restore-choices.ts';
import { readRestoreOptions } from '../../../domain/restore-options.ts';
import { SECOND } from '../../../domain/time.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { guidKey } from '../../restore/backup-set.ts';
import { setsFromJson, setToJson } from '../planned-set.ts';
import { readSets, withoutStrangers, withUnseen } from '../read-sets.ts';
import { type Rebuilt, rebuildChain } from '../rebuild-chain.ts';
import { count } from '../refuse-restore.ts';
import { readBack } from './check-sets.ts';
import { notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';
import { backAgain } from './tail.ts';

/** How far back the list is read again: as far as for the plan. */
const historyDays = 60;

const waits = 6;
const pause = 5 * SECOND;

/**
 * The last look before anything is overwritten (S2, S7): the tail is readable, it continues what was backed up before, and
 * the list of sets is the agreed one with nothing but logs at its end. Otherwise the database is given back as it was.
 */
export const checkTail: StepKind = {
  async perform(context) {
    const { plan, memory, ports } = context;
    const { database } = plan.target;
    const standing = await standingOf(context, database);
    if (!standing.ok || standing.value === null)
      return backAgain(context, `${named(database)} could not be looked at.`, null);
    const wrong = notTheTarget(context, standing.value);
    if (wrong !== null) return backAgain(context, `Nothing was overwritten: ${wrong}.`, null);
    const file = textIn(memory, 'tailFile');
    const options = readRestoreOptions(objectIn(memory, 'options'));
    if (file === null || options === null)
      return backAgain(context, 'What was agreed to can’t be read.', null);
    const agreed = setsFromJson(memory['sets']);
    const rebuild = rebuilder(context, options, file);
    let rebuilt = await rebuild();
    // A log backup that ran meanwhile is in msdb only once it has ended: the tail begins where it does.
    for (let wait = 0; rebuilt.kind === 'no' && wait < waits; wait += 1) {
      if (context.signal.aborted) return brokenOff;
      await ports.sleep(pause);
      rebuilt = await rebuild();
    }
    if (rebuilt.kind === 'no') return backAgain(context, `${capital(rebuilt.why)}.`, null);
    const { chosen, tail, back } = rebuilt;
    const known = new Set(agreed.map(({ id }) => id));
    const fresh = [...chosen.sets.filter(({ id }) => !known.has(id) && id !== tail.id), tail];
    for (const set of fresh) {
      const bad = await readBack(context, set);
      // What gives the database back comes after it.
      if (bad?.trouble?.kind === 'cancelled' && context.signal.aborted) return brokenOff;
      if (bad !== null) return backAgain(context, bad.why, bad.trouble);
    }
    const more = chosen.sets.length - agreed.length;
    return {
      kind: 'done',
      note: `The tail is readable (checksums) and continues the history${more > 0 ? `; ${count(more, 'log')} joined the list` : ''}.`,
      memory: {
        sets: chosen.sets.map(setToJson),
        tail: setToJson(tail),
        stopAt: chosen.stopAt,
        back: back.length,
      },
    };
  },
  // It only reads; or it has given the database back, and then finds that there is nothing to go on with.
  async examine(context) {
    const { database } = context.plan.target;
    const standing = await standingOf(context, database);
    if (standing.ok && standing.value?.state === 'ONLINE')
      return {
        kind: 'failed',
        why: 'The tail was no way back.',
        leaves: `${named(database)} was not touched and is online.`,
      };
    return { kind: 'again', note: 'reading back changes nothing.' };
  },
};

const brokenOff: StepOutcome = { kind: 'cancelled', note: 'Nothing was overwritten.' };

/** Reads the list anew at each call, and puts it together with the tail. */
function rebuilder(
  context: StepContext,
  options: RestoreOptions,
  file: string,
): () => Promise<Rebuilt> {
  const { plan, memory, ports } = context;
  return async () => {
    const listed = await sessionOf(context).run(ports.template('backup-sets-again'), {
      database: { type: 'text', value: plan.target.database },
      days: { type: 'int', value: historyDays },
    });
    if (!listed.ok)
      return {
        kind: 'no',
        why: `the history could not be read again (${troubleWords(listed.trouble)})`,
      };
    const { sets: listedSets, sizes } = readSets(listed.value);
    const agreed = setsFromJson(memory['sets']);
    const family = listedSets.find(({ id }) => agreed.some((set) => set.id === id))?.familyGuid;
    // Beside, the memory has none before the tail.
    const stopAt = options.end.kind === 'moment' ? textIn(plan.binding, 'moment') : null;
    const own = withoutStrangers(listedSets, plan.target.server, family ?? null);
    const sets = withUnseen(own, new Set(textsIn(memory, 'unseen').map(guidKey)));
    const offset = Number(memory['offset'] ?? 0);
    const server = { name: plan.target.server, engineEdition: 0, localNow: 0, offset };
    return rebuildChain(
      { server, sets, sizes, database: null },
      options,
      { sets: agreed, fork: textIn(memory, 'fork'), stopAt },
      file,
      ports.now(),
    );
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
