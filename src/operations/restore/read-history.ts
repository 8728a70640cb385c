import type { Complaint } from '../../domain/fault.ts';
import { HOUR } from '../../domain/time.ts';
import type { BackupSet } from './backup-set.ts';
import { createFieldReader } from './set-fields.ts';

export type ReadHistory =
  | { readonly kind: 'history'; readonly sets: readonly BackupSet[] }
  /** Not a backup history at all. */
  | { readonly kind: 'unreadable'; readonly complaint: Complaint }
  /** A history in which something can't be: no plan may rest on it. */
  | { readonly kind: 'bad'; readonly complaints: readonly Complaint[] };

/** Verifies what was read from a history file, or lists all that is wrong in it by path. */
export function readHistory(document: unknown): ReadHistory {
  if (!isFields(document) || !Array.isArray(document['sets']))
    return {
      kind: 'unreadable',
      complaint: {
        path: 'sets',
        message: 'is missing or not a list',
        hint: 'Write {"sets":[{"id":"…",…}]}.',
      },
    };
  const complaints: Complaint[] = [];
  const seen = new Map<string, unknown>();
  const sets: BackupSet[] = [];
  for (const [index, entry] of document['sets'].entries()) {
    const path = `sets[${index}]`;
    if (!isFields(entry)) {
      complaints.push({ path, message: 'is not an object', hint: 'Write {"id":"…",…}.' });
      continue;
    }
    const set = readSet(entry, path, complaints);
    const twin = seen.get(set.id);
    // The same row read twice, as when the histories of two replicas are joined, is no contradiction.
    if (twin !== undefined && JSON.stringify(twin) === JSON.stringify(entry)) continue;
    if (twin !== undefined)
      complaints.push({
        path: `${path}.id`,
        message: `is ${JSON.stringify(set.id)}, the id of another set too`,
        hint: 'Give every set an id of its own: steps are named by it.',
      });
    seen.set(set.id, entry);
    sets.push(set);
  }
  return complaints.length > 0 ? { kind: 'bad', complaints } : { kind: 'history', sets };
}

function readSet(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  complaints: Complaint[],
): BackupSet {
  const read = createFieldReader(entry, path, complaints);
  const before = complaints.length;
  const started = read.neededTime('startedAt');
  const finished = read.neededTime('finishedAt');
  const firstLsn = read.neededLsn('firstLsn');
  const lastLsn = read.neededLsn('lastLsn');
  const id = read.neededText('id');
  const typeText = read.neededText('type');
  // What was not there can't contradict.
  const isWhole = complaints.length === before;
  if (isWhole && id === '') read.complain('id', 'is empty', 'Steps are named by it.');
  if (isWhole && firstLsn > lastLsn)
    read.complain(
      'firstLsn',
      `is ${firstLsn}, beyond lastLsn ${lastLsn}`,
      'Read both from the same row of msdb or from the header.',
    );
  // Up to an hour is what a clock set back at the end of summer time does.
  if (isWhole && finished.local < started.local - HOUR)
    read.complain(
      'finishedAt',
      `is ${finished.text}, before startedAt ${started.text}`,
      'Both are the server’s local time; look at the row again.',
    );
  return {
    id,
    database: read.neededText('database'),
    type: isType(typeText) ? typeText : 'other',
    typeText,
    startedAt: started.local,
    finishedAt: finished.local,
    finishedText: finished.text,
    firstLsn,
    lastLsn,
    checkpointLsn: read.lsn('checkpointLsn'),
    databaseBackupLsn: read.lsn('databaseBackupLsn'),
    differentialBaseLsn: read.lsn('differentialBaseLsn'),
    differentialBaseGuid: read.text('differentialBaseGuid'),
    setGuid: read.text('setGuid'),
    familyGuid: read.text('familyGuid'),
    databaseGuid: read.text('databaseGuid'),
    firstForkGuid: read.text('firstForkGuid'),
    lastForkGuid: read.text('lastForkGuid'),
    forkPointLsn: read.lsn('forkPointLsn'),
    isCopyOnly: read.flag('isCopyOnly'),
    isDamaged: read.flag('isDamaged'),
    isSnapshot: read.flag('isSnapshot'),
    hasChecksums: read.flag('hasChecksums'),
    hasBulkLoggedData: read.flag('hasBulkLoggedData'),
    hasIncompleteMetadata: read.flag('hasIncompleteMetadata'),
    beginsLogChain: read.flag('beginsLogChain'),
    recoveryModel: read.text('recoveryModel'),
    timeZone: read.count('timeZone'),
    deviceType: read.count('deviceType'),
    isMirror: read.flag('isMirror'),
    server: read.text('server'),
    position: read.count('position'),
    familyCount: read.count('familyCount'),
    familySequences: read.counts('familySequences'),
    files: read.texts('files'),
  };
}

function isType(text: string): text is 'full' | 'diff' | 'log' {
  return text === 'full' || text === 'diff' || text === 'log';
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
