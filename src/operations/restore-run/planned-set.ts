import type { Json, JsonObject } from '../../domain/json.ts';
import { isObject, textIn, textsIn } from '../../domain/json-fields.ts';
import type { BackupSet } from '../restore/backup-set.ts';
import { filesOf } from '../restore/usable.ts';

/** What the steps know of a set: carried in the plan and in the run's memory, LSNs as text. */
export interface PlannedSet {
  /** Its GUID: read back by it (S20). */
  readonly id: string;
  readonly type: 'full' | 'diff' | 'log';
  readonly files: readonly string[];
  readonly position: number;
  readonly isUrl: boolean;
  readonly hasChecksums: boolean;
  readonly firstLsn: string;
  readonly lastLsn: string;
  /** Server-local, as msdb has it. */
  readonly finished: string;
  readonly bytes: number | null;
}

export function plannedSet(set: BackupSet, bytes: number | undefined): PlannedSet {
  const files = filesOf(set);
  return {
    id: set.id,
    type: set.type === 'other' ? 'log' : set.type,
    files,
    position: set.position ?? 1,
    isUrl: set.deviceType === 9 || files.some((file) => /^(?:https?|s3):\/\//i.test(file)),
    hasChecksums: set.hasChecksums !== false,
    firstLsn: String(set.firstLsn),
    lastLsn: String(set.lastLsn),
    finished: set.finishedText,
    bytes: bytes ?? null,
  };
}

/** The tail of the log in its file, of which nothing else is known. */
export function tailIn(file: string): PlannedSet {
  return {
    id: 'tail',
    type: 'log',
    files: [file],
    position: 1,
    isUrl: false,
    hasChecksums: true,
    firstLsn: '0',
    lastLsn: '0',
    finished: '',
    bytes: null,
  };
}

export function setToJson(set: PlannedSet): JsonObject {
  return { ...set, files: [...set.files] };
}

/** What `setToJson` wrote. */
export function setFromJson(value: Json | undefined): PlannedSet {
  const it = isObject(value) ? value : {};
  const { type } = it;
  return {
    id: textIn(it, 'id') ?? '',
    type: type === 'full' || type === 'diff' ? type : 'log',
    files: textsIn(it, 'files'),
    position: Number(it['position'] ?? 1),
    isUrl: it['isUrl'] === true,
    hasChecksums: it['hasChecksums'] !== false,
    firstLsn: textIn(it, 'firstLsn') ?? '0',
    lastLsn: textIn(it, 'lastLsn') ?? '0',
    finished: textIn(it, 'finished') ?? '',
    bytes: typeof it['bytes'] === 'number' ? it['bytes'] : null,
  };
}

export function setsFromJson(value: Json | undefined): readonly PlannedSet[] {
  return Array.isArray(value) ? value.map(setFromJson) : [];
}
