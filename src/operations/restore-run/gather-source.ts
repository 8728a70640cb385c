import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { named } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { readRestoreOptions } from '../../domain/restore-options.ts';
import type { RunOrder } from '../../domain/run.ts';
import type { ResultRow, StatementParameters } from '../../domain/target.ts';
import { readDatabase } from '../acting/database-facts.ts';
import type { FactReader, OperationPorts, OperationSettings } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { text } from '../acting/row-fields.ts';
import { sees } from '../backup/see-files.ts';
import { chooseSets } from './choose-sets.ts';
import type { HistoryFacts, RestoreFacts, SourceFacts } from './facts.ts';
import { gatherFacts, historyDays } from './gather-facts.ts';
import { placesFor } from './places-for.ts';
import { readFile, readMemoryTable, readServer } from './read-facts.ts';
import { readSets } from './read-sets.ts';
import { readInstalled } from './relies-on.ts';

/** What a copy rests on: this environment, and the other one whose backups it is made of (S17). */
export async function gatherCopy(
  { options }: RunOrder,
  ports: OperationPorts,
): Promise<RestoreFacts | Refusal> {
  const read = readRestoreOptions(options);
  return await gatherFrom(read?.from, read, ports);
}

/** @param options of the order; null: none is given yet, and no file is looked for */
export async function gatherFrom(
  from: string | undefined,
  options: RestoreOptions | null,
  ports: OperationPorts,
): Promise<RestoreFacts | Refusal> {
  if (from === undefined) return await gatherFacts(ports);
  const other = ports.other?.(from) ?? null;
  if (from === ports.settings.environment || other === null)
    return refuse(
      'S17',
      from === ports.settings.environment
        ? `${named(from)} is where the copy is made: its own backups need no naming.`
        : `There is no environment ${named(from)} to take backups from.`,
      'Name another environment of `hart.yml`, or none for its own backups.',
    );
  const [facts, source] = await Promise.all([
    gatherFacts(ports),
    gatherSource(other.facts, other.settings),
  ]);
  if (isRefusal(facts)) return facts;
  if (isRefusal(source)) return source;
  const here = await ports.facts.ask('server');
  return {
    ...facts,
    source: {
      ...source,
      versionHere: here.ok ? versionIn(here.value) : null,
      seenAt: options === null ? new Map() : await whereSeen(source, options, facts, ports),
    },
    unknown: [...facts.unknown, ...source.unknown].toSorted(),
  };
}

type Read = Omit<SourceFacts, 'versionHere' | 'seenAt'>;

/** By the other environment's reader alone: nothing of it is changed, and its operator is not asked. */
async function gatherSource(
  facts: FactReader,
  { environment, database }: OperationSettings,
): Promise<Read | Refusal> {
  const parameters: StatementParameters = {
    database: { type: 'text', value: database },
    days: { type: 'int', value: historyDays },
  };
  const [clock, version, databases, files, history] = await Promise.all([
    facts.ask('server-clock'),
    facts.ask('server'),
    facts.ask('database-state'),
    facts.ask('database-files'),
    facts.ask('backup-sets', parameters),
  ]);
  const of = (what: string) => `${what} of ${environment}`;
  if (!clock.ok) return notKnown(of('the server'), clock.trouble.detail);
  if (!databases.ok) return notKnown(of('the databases'), databases.trouble.detail);
  if (!files.ok) return notKnown(of('the files'), files.trouble.detail);
  if (!history.ok) return notKnown(of('the history of backups'), history.trouble.detail);
  const read = readSets(history.value);
  if (read.complaints.length > 0)
    return notKnown(of('the history of backups'), read.complaints.slice(0, 3).join('; '));
  const key = database.toLowerCase();
  const found =
    databases.value.map(readDatabase).find(({ name }) => name.toLowerCase() === key) ?? null;
  const own = files.value.map(readFile).filter(({ databaseId }) => databaseId === found?.id);
  const isOpen = found?.state === 'ONLINE';
  const [memory, installed, encryption] = await Promise.all([
    isOpen ? facts.ask('memory-optimized') : null,
    isOpen ? facts.ask('installed-objects') : null,
    facts.ask('encryption', { database: { type: 'text', value: database } }),
  ]);
  const encryptor = encryption.ok ? text(encryption.value[0] ?? {}, 'thumbprint') : null;
  return {
    environment,
    server: readServer(clock.value[0] ?? {}),
    version: version.ok ? versionIn(version.value) : null,
    database: found,
    files: own,
    sets: read.sets,
    sizes: read.sizes,
    encryptors: read.encryptors,
    encryptor: encryptor?.toLowerCase() ?? null,
    memoryTables: memory?.ok === true ? memory.value.map(readMemoryTable) : null,
    installed: installed?.ok === true ? readInstalled(installed.value) : null,
    unknown: encryption.ok
      ? []
      : [
          `Not known: whether the database of ${environment} is encrypted (${encryption.trouble.detail}).`,
        ],
  };
}

/** 16 of 16.0.4135.4: backups of a newer one cannot be read by an older. */
function versionIn([row]: readonly ResultRow[]): number | null {
  const major = Number(row?.['major_version'] ?? Number.NaN);
  return Number.isInteger(major) ? major : null;
}

/** Choosing sets as the plan will, so that only their files are asked for. */
async function whereSeen(
  source: HistoryFacts,
  options: RestoreOptions,
  here: Pick<RestoreFacts, 'server' | 'sets'>,
  { facts, settings, now }: OperationPorts,
): Promise<SourceFacts['seenAt']> {
  const chosen = chooseSets(source, options, { withTail: false, continueFrom: null, now: now() });
  const seen = new Map<string, string>();
  // Both may call their files alike: what this server wrote itself is none of the other's. An earlier copy has left the other's
  // sets in msdb here too.
  const ours = new Set(
    here.sets
      .filter(({ server }) => server?.toLowerCase() === here.server.name.toLowerCase())
      .flatMap(({ files }) => files ?? [])
      .map((file) => file.toLowerCase()),
  );
  if (isRefusal(chosen)) return seen;
  const places = (file: string) =>
    placesFor(file, settings.allowedDirectories).filter((place) => !ours.has(place.toLowerCase()));
  for (const file of chosen.sets.flatMap(({ files }) => files)) {
    const place = await firstSeen(facts, places(file));
    if (place !== null) seen.set(file, place);
  }
  return seen;
}

async function firstSeen(facts: FactReader, places: readonly string[]): Promise<string | null> {
  for (const place of places) if (await sees(facts, place)) return place;
  return null;
}
