import type { JsonObject } from '../../domain/json.ts';
import type { Answer, ResultRow } from '../../domain/target.ts';
import { text } from '../acting/row-fields.ts';

/** One set, as the file itself tells of it. */
export interface FoundSet {
  readonly guid: string;
  readonly position: number;
  readonly name: string;
  readonly database: string;
  /** On the disk. */
  readonly bytes: number;
  /** Before compression. */
  readonly wholeBytes: number;
  readonly hasChecksums: boolean;
  readonly isDamaged: boolean;
  /** Server-local. */
  readonly finished: string | null;
}

/** Rows of RESTORE HEADERONLY. A set that was cut off is called `*** INCOMPLETE ***` there, and has no end. */
function readHeaders(rows: readonly ResultRow[]): readonly FoundSet[] {
  return rows.map((row) => ({
    guid: (text(row, 'BackupSetGUID') ?? '').toLowerCase(),
    position: Number(row['Position'] ?? 0),
    name: text(row, 'BackupName') ?? '',
    database: text(row, 'DatabaseName') ?? '',
    bytes: Number(row['CompressedBackupSize'] ?? row['BackupSize'] ?? 0),
    wholeBytes: Number(row['BackupSize'] ?? 0),
    hasChecksums: isTrue(row, 'HasBackupChecksums'),
    isDamaged: isTrue(row, 'IsDamaged'),
    finished: text(row, 'BackupFinishDate'),
  }));
}

function isTrue(row: ResultRow, name: string): boolean {
  const value = row[name];
  return value === true || Number(value ?? 0) === 1;
}

/** What the file holds of this run. `broken`: something else, or less than a whole set. */
export type Held =
  | { readonly kind: 'whole'; readonly set: FoundSet }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

// What the server says of files that are no whole backup.
const unreadable = new Set<unknown>([3183, 3189, 3203, 3241, 3242, 3243, 3254, 3256, 3262]);

export function heldBy(
  answer: Answer<readonly ResultRow[]>,
  wanted: { readonly name: string; readonly database: string },
): Held {
  if (!answer.ok) {
    const { code, detail } = answer.trouble;
    return unreadable.has(code)
      ? { kind: 'broken', why: 'its header cannot be read' }
      : { kind: 'unknown', why: detail };
  }
  const sets = readHeaders(answer.value);
  const [set] = sets;
  if (set === undefined) return { kind: 'broken', why: 'it holds no set' };
  if (sets.length > 1)
    return { kind: 'broken', why: `it holds ${sets.length} sets instead of one` };
  if (set.name !== wanted.name || set.finished === null)
    return { kind: 'broken', why: 'the set in it is not whole' };
  if (set.database.toLowerCase() !== wanted.database.toLowerCase())
    return { kind: 'broken', why: 'the set in it is of another database' };
  return { kind: 'whole', set };
}

export function foundToJson(set: FoundSet): JsonObject {
  return { ...set };
}
