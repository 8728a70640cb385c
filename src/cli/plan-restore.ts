import { readFileSync } from 'node:fs';
import { zoneOffset } from '../app/zone-offset.ts';
import type { Complaint } from '../domain/fault.ts';
import type { BackupSet } from '../operations/restore/backup-set.ts';
import { planRestore } from '../operations/restore/plan-restore.ts';
import { readHistory } from '../operations/restore/read-history.ts';
import type {
  Continuation,
  Moment,
  RestoreAnswer,
  RestoreRequest,
} from '../operations/restore/request.ts';
import { formatServerTime, parseServerTime } from '../operations/restore/server-time.ts';
import { choicesFor, instantsOf, inUtc, type OffsetAt } from '../operations/restore/zone.ts';
import { type Command, type OptionValues, textOption, UsageError } from './command.ts';
import { restoreWords } from './restore-words.ts';

export const planRestoreCommand: Command = {
  name: 'plan restore',
  summary: 'What to restore, in which order, to reach a moment, from a backup history',
  usage:
    'plan restore --history FILE --database NAME --to latest|MOMENT [--exclude diff,log] [--continue-from LSN [--diff-base LSN]] [--fork GUID] [--server-zone ZONE] [--json]',
  example:
    'hart plan restore --history history.json --database Hartonomous --to 2026-11-23T14:05:00',
  options: {
    history: { type: 'string' },
    database: { type: 'string' },
    to: { type: 'string' },
    exclude: { type: 'string' },
    'continue-from': { type: 'string' },
    'diff-base': { type: 'string' },
    fork: { type: 'string' },
    'server-zone': { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: [],
  async run({ options }, { out, err }) {
    const file = needed(options, 'history', 'a JSON file with the backup sets');
    const offsetAt = zoneOf(options);
    const request: RestoreRequest = {
      database: needed(options, 'database', 'the name of the database'),
      moment: momentOf(options, offsetAt),
      exclude: excludeOf(options),
      continueFrom: continuationOf(options),
      fork: textOption(options, 'fork', '').trim() || null,
    };
    const read = readHistory(readJson(file));
    if (read.kind === 'unreadable')
      throw new UsageError(`${file} is no backup history: ${written(read.complaint)}`);
    if (read.kind === 'bad')
      for (const complaint of read.complaints) err(`hart: ${written(complaint)}\n`);
    const answer = read.kind === 'bad' ? bad(read.complaints) : plan(read.sets, request, offsetAt);
    out(options['json'] === true ? `${JSON.stringify(answer)}\n` : restoreWords(answer, request));
    return answer.ok ? 0 : 1;
  },
};

function plan(
  sets: readonly BackupSet[],
  request: RestoreRequest,
  offsetAt: OffsetAt | null,
): RestoreAnswer {
  return planRestore(offsetAt === null ? sets : inUtc(sets, offsetAt), request);
}

function bad(complaints: readonly Complaint[]): RestoreAnswer {
  const [first] = complaints;
  const more = complaints.length > 1 ? ` And ${complaints.length - 1} more.` : '';
  return {
    ok: false,
    reason: 'bad-history',
    message: `The history can’t be planned with: ${first === undefined ? '' : written(first)}${more}`,
    newestReachable: null,
    missing: null,
    forks: null,
  };
}

function written({ path, message, hint }: Complaint): string {
  return `${path} ${message}. ${hint}`;
}

function needed(options: OptionValues, name: string, what: string): string {
  const value = textOption(options, name, '');
  if (value.trim() === '') throw new UsageError(`--${name} is needed: ${what}.`);
  return value;
}

function zoneOf(options: OptionValues): OffsetAt | null {
  const zone = textOption(options, 'server-zone', '');
  if (zone === '') return null;
  try {
    zoneOffset(zone, 0);
  } catch {
    throw new UsageError(`--server-zone ${zone} is no time zone. Write Europe/Berlin or UTC.`);
  }
  return (at) => zoneOffset(zone, at);
}

function momentOf(options: OptionValues, offsetAt: OffsetAt | null): Moment | null {
  const text = needed(options, 'to', '"latest" or a moment, 2026-11-23T14:05:00');
  if (text === 'latest') return null;
  const time = /T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]|$)/i.test(text)
    ? parseServerTime(text)
    : undefined;
  if (time === undefined)
    throw new UsageError(
      `--to ${text} is no moment. Write "latest" or the server's local time, 2026-11-23T14:05:00 or 2026-11-23T14:05:00.250.`,
    );
  if (offsetAt === null) {
    if (time.offset === null) return { at: time.local, local: time.local, text };
    throw new UsageError(
      `--to ${text} names a zone, and the history's times are server-local. Say with --server-zone which zone the server is in (Europe/Berlin), or give the server's local time without zone.`,
    );
  }
  if (time.offset !== null) {
    const at = time.local - time.offset;
    const local = at + offsetAt(at);
    const earlier = instantsOf(local, offsetAt).find((instant) => instant < at);
    return { at, local, text: formatServerTime(local), earlier };
  }
  const [at, other] = instantsOf(time.local, offsetAt);
  if (at !== undefined && other === undefined) return { at, local: time.local, text };
  const choices = choicesFor(time.local, offsetAt).join(' or ');
  const why =
    at === undefined
      ? 'never was on the server: its clock was put forward over it'
      : 'was twice on the server: its clock was put back';
  throw new UsageError(`--to ${text} ${why}. Write ${choices}.`);
}

function excludeOf(options: OptionValues): RestoreRequest['exclude'] {
  const words = textOption(options, 'exclude', '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  for (const word of words)
    if (word !== 'diff' && word !== 'log')
      throw new UsageError(`--exclude ${word}: only diff and log can be left out.`);
  return { diff: words.includes('diff'), log: words.includes('log') };
}

function continuationOf(options: OptionValues): Continuation | null {
  const lsn = lsnOption(options, 'continue-from');
  const diffBase = lsnOption(options, 'diff-base');
  if (lsn === null && diffBase !== null)
    throw new UsageError('--diff-base goes with --continue-from LSN (redo_start_lsn).');
  return lsn === null ? null : { lsn, diffBase };
}

function lsnOption(options: OptionValues, name: string): bigint | null {
  const text = textOption(options, name, '').trim();
  if (text === '') return null;
  if (/^\d{1,25}$/.test(text)) return BigInt(text);
  throw new UsageError(`--${name} ${text} is no LSN. Write up to 25 decimal digits.`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read as JSON: ${why}`);
  }
}
