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
    const certificates = await certificatesOf(context);
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
      const files = await filesOf(context, set, certificates);
      if (signal.aborted) return wasCancelled;
      if (!Array.isArray(files)) return failure(context, database, files.why, files.trouble);
      for (const logical of files) used.add(logical);
    }
    const homeless = [...used].filter((logical) => !(logical in moves));
    if (homeless.length > 0)
      return failure(
        context,
        database,
        `The backup holds files that the plan has no place for: ${homeless.map(named).join(', ')}.`,
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
  const { signal } = context;
  const header = await session.run(headersOf(template, set), {}, { signal });
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
  const read = await session.run(verify(template, set), {}, { signal });
  return read.ok
    ? null
    : {
        why: `Reading back ${name} failed (${troubleWords(read.trouble)}).`,
        trouble: read.trouble,
      };
}

/** Thumbprints of master's certificates, by the reader, who sees all of them; null: not known. */
async function certificatesOf({ ports }: StepContext): Promise<ReadonlySet<string> | null> {
  const answer = await ports.facts.ask('certificates');
  if (!answer.ok) return null;
  return new Set(answer.value.map((row) => (text(row, 'thumbprint') ?? '').toLowerCase()));
}

/** The logical files of a base, if its certificate is here: as FILELISTONLY tells it, or by its refusal (S10). */
async function filesOf(
  context: StepContext,
  set: PlannedSet,
  certificates: ReadonlySet<string> | null,
): Promise<string[] | Bad> {
  const name = `the ${set.type} backup of ${set.finished}`;
  const { ports, signal } = context;
  const answer = await sessionOf(context).run(fileList(ports.template, set), {}, { signal });
  if (!answer.ok)
    return {
      why:
        answer.trouble.code === noCertificate
          ? lacking(name, null)
          : `The files of ${name} can’t be listed (${troubleWords(answer.trouble)}).`,
      trouble: answer.trouble,
    };
  const prints = answer.value.map((row) => text(row, 'TDEThumbprint'));
  const wanted = prints.find((print) => print !== null)?.toLowerCase() ?? null;
  if (wanted !== null && certificates === null)
    return {
      why: `${capital(name)} is encrypted (thumbprint ${wanted}), and which certificates the server has is not known.`,
      trouble: null,
    };
  if (wanted !== null && certificates?.has(wanted) === false)
    return { why: lacking(name, wanted), trouble: null };
  return answer.value.map((row) => text(row, 'LogicalName') ?? '');
}

/** Cannot find server certificate with thumbprint '…'. */
const noCertificate = 33_111;

function lacking(name: string, thumbprint: string | null): string {
  const which = thumbprint === null ? '' : ` (thumbprint ${thumbprint})`;
  return `The server lacks the certificate${which} with which ${name} is encrypted: let the DBA restore it to master from its own backup`;
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
