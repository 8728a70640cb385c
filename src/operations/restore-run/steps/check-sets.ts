import { objectIn, textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { Trouble } from '../../../domain/target.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { guid, text } from '../../acting/row-fields.ts';
import { type PlannedSet, setsFromJson } from '../planned-set.ts';
import { fileList, headersOf, verify } from '../statements.ts';
import { failure, notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';

/** Header type numbers, as HEADERONLY writes them. */
const headerTypes: Readonly<Record<string, PlannedSet['type']>> = {
  1: 'full',
  2: 'log',
  5: 'diff',
};

/**
 * Reads every set of the plan back before anything is overwritten (S2): the header by its GUID at its position (S20), the
 * files and the encryption of bases (S10), and all pages with their checksums.
 */
export const checkSets: StepKind = {
  async perform(context) {
    const { plan, memory, progress, signal } = context;
    const { database } = plan.target;
    const copy = memory['copy'];
    const standing = await standingOf(context, database);
    if (!standing.ok)
      return failure(context, database, 'The server could not be asked.', standing.trouble);
    const found = standing.value;
    const wrong = found === null ? `${named(database)} is gone` : notTheTarget(context, found);
    if (wrong !== null && typeof copy !== 'string')
      return failure(context, database, `Nothing was done: ${wrong}.`);
    const sets = setsFromJson(memory['sets']);
    const moves = objectIn(memory, 'moves');
    const used = new Set<string>();
    for (const [index, set] of sets.entries()) {
      if (signal.aborted) return wasCancelled;
      progress({
        percent: Math.round((index / sets.length) * 100),
        note: `${index} of ${sets.length} read back`,
        left: null,
      });
      const bad = await readBack(context, set);
      if (bad?.trouble?.kind === 'cancelled' && signal.aborted) return wasCancelled;
      if (bad !== null) return failure(context, database, bad.why, bad.trouble);
      if (set.type === 'log') continue;
      const files = await filesOf(context, set);
      if (!Array.isArray(files)) return failure(context, database, files.why, files.trouble);
      for (const logical of files) used.add(logical);
    }
    const lacking = [...used].filter((logical) => !(logical in moves));
    if (lacking.length > 0)
      return failure(
        context,
        database,
        `The backup holds files that the plan has no place for: ${lacking.map(named).join(', ')}.`,
      );
    const kept = Object.fromEntries(
      Object.entries(moves).filter(([logical]) => used.size === 0 || used.has(logical)),
    );
    return {
      kind: 'done',
      note: `${sets.length} sets are readable (checksums).`,
      memory: { moves: kept, since: found?.localNow ?? textIn(memory, 'plannedLocal') ?? '' },
    };
  },
  // It only reads.
  examine: async () => ({ kind: 'again', note: 'reading back changes nothing.' }),
};

const wasCancelled: StepOutcome = { kind: 'cancelled', note: 'Nothing was overwritten.' };

interface Bad {
  readonly why: string;
  readonly trouble: Trouble | null;
}

/** Why a set is not to be relied on; null: its header is the planned one, and all of it can be read. */
export async function readBack(context: StepContext, set: PlannedSet): Promise<Bad | null> {
  const session = sessionOf(context);
  const { template } = context.ports;
  const name = `the ${set.type} backup of ${set.finished}`;
  const header = await session.run(headersOf(template, set));
  if (!header.ok)
    return {
      why: `The header of ${name} can’t be read (${troubleWords(header.trouble)}).`,
      trouble: header.trouble,
    };
  const row = header.value.find((each) => Number(each['Position'] ?? 1) === set.position);
  const found = row === undefined ? null : guid(row, 'BackupSetGUID');
  if (row === undefined || found !== set.id.toLowerCase())
    return { why: `The file of ${name} holds another backup than msdb says.`, trouble: null };
  const type = headerTypes[text(row, 'BackupType') ?? ''];
  if (type !== undefined && type !== set.type)
    return { why: `The file of ${name} holds a ${type} backup.`, trouble: null };
  const read = await session.run(verify(template, set), {}, { signal: context.signal });
  return read.ok
    ? null
    : {
        why: `Reading back ${name} failed (${troubleWords(read.trouble)}).`,
        trouble: read.trouble,
      };
}

async function filesOf(context: StepContext, set: PlannedSet): Promise<string[] | Bad> {
  const answer = await sessionOf(context).run(fileList(context.ports.template, set));
  if (!answer.ok)
    return {
      why: `The files of the ${set.type} backup of ${set.finished} can’t be listed (${troubleWords(answer.trouble)}).`,
      trouble: answer.trouble,
    };
  return answer.value.map((row) => text(row, 'LogicalName') ?? '');
}
