import { allReplicas, type Cell, type ResultRow } from '../../domain/target.ts';
import { forksOfReplicas, type ReplicaFork, type Said } from './forks-of-replicas.ts';
import { worstOf } from './worst-of.ts';

/** What one replica says of each database: the rows of the check `backup-freshness` there. */
interface Answer {
  readonly replica: string;
  readonly isSecondary: boolean | null;
  readonly rows: readonly ResultRow[];
}

/** What rules judge: of several forks the worse of each counts. */
const judged = [
  'none_counts',
  'log_overdue_minutes',
  'log_exposed_minutes',
  'diff_exposed_minutes',
  'full_overdue_minutes',
  'chain_broken',
  'files_unseen',
  'damaged',
];

/** Where one has none that counts, there is none. */
const wholeAges = ['full_age_minutes', 'diff_age_minutes', 'log_age_minutes'];

/**
 * The rows of `backup-freshness` from those of all replicas. Backups of an availability group's database may be taken
 * on any of them and stand in the msdb of that one alone: its ages count from the newest of any, in one row for all.
 * The system databases are each replica's own. What only an unheard one knows does not count: rather an alarm too many.
 * Backups of another recovery fork than the primary's do not count either (S21); where two are the primary of a fork of their
 * own, the worse of both counts, and it is said.
 */
export function poolFreshness(
  answers: readonly Answer[],
  unheard: readonly string[] = [],
): ResultRow[] {
  const own = answers.flatMap(({ replica, rows }) =>
    rows
      .filter((row) => row['database'] !== null && !isShared(row))
      .map((row) => ({ ...row, replica })),
  );
  const shared = answers.flatMap(({ replica, isSecondary, rows }) =>
    rows
      .filter((row) => row['database'] !== null && isShared(row))
      .map((row): Said => ({ replica, isSecondary, row })),
  );
  const { forks, primaries } = forksOfReplicas(shared);
  const pooled = worstOf(
    forks.map((fork) => poolOne(fork, unheard)),
    { more: judged, known: wholeAges },
  );
  return pooled === null ? own : [{ ...pooled, ...partedBy(primaries) }, ...own];
}

function partedBy(primaries: readonly string[]): ResultRow {
  if (primaries.length === 0) return { histories_part: 0, histories_why: null };
  return {
    histories_part: 1,
    histories_why: `${primaries.join(' and ')} each say that they are it`,
  };
}

/** The statement expects more than full backups of the database itself alone. */
function isShared(row: ResultRow): boolean {
  return row['expects'] !== 'full';
}

/** Only the primary says how the chain goes on; where none says that it is, the first is as good as any. */
function poolOne({ chief, members }: ReplicaFork<Said>, unheard: readonly string[]): ResultRow {
  const rows = members.map(({ row }) => row);
  const least = (column: string) => youngest(rows, column);
  const full = least('full_age_minutes');
  const lone = loneDiff(rows, full);
  const diff = younger(
    least('diff_age_minutes'),
    lone,
    'lone_diff_age_minutes',
    'diff_age_minutes',
  );
  const log = least('own_log_age_minutes');
  const logged = chief.row['expects_log'] === 1;
  const fullAge = numberOf(full, 'full_age_minutes');
  const logAge = logged ? (numberOf(log, 'own_log_age_minutes') ?? diff.age) : null;
  const chainWhy = logged ? whyBroken(chief, rows, lone) : null;
  const noneWhy = fullAge === null ? whyNone(chief.row, unheard) : null;
  return {
    ...chief.row,
    replica: allReplicas,
    full_age_minutes: fullAge,
    diff_age_minutes: diff.age,
    log_age_minutes: fullAge === null ? null : logAge,
    full_overdue_minutes: fullAge ?? 0,
    diff_exposed_minutes: diff.age ?? 0,
    log_overdue_minutes: fullAge === null ? 0 : (logAge ?? 0),
    log_exposed_minutes: logged ? (logAge ?? numberOf(chief.row, 'log_exposed_minutes') ?? 0) : 0,
    none_counts: noneWhy === null ? 0 : 1,
    none_why: noneWhy,
    none_words: noneWhy === null ? '' : `; no full backup of ${chief.row['database']} counts`,
    full_finished_local: full?.['full_finished_local'] ?? null,
    diff_finished_local: newestText(rows, lone),
    log_finished_local: log?.['log_finished_local'] ?? null,
    copy_only_age_minutes: numberOf(least('copy_only_age_minutes'), 'copy_only_age_minutes'),
    // Without the primary nobody knows how it goes on: not known, and no sign that it holds again.
    chain_broken: chief.isSecondary === true ? null : Number(chainWhy !== null),
    chain_why: chainWhy,
    files_unseen: unseen(rows),
    without_checksum: sum(rows, 'without_checksum'),
    damaged: sum(
      rows.filter((row) => (numberOf(row, 'damaged_age_minutes') ?? 0) <= (fullAge ?? Infinity)),
      'damaged',
    ),
    full_day_mb: sum(rows, 'full_day_mb'),
    diff_day_mb: sum(rows, 'diff_day_mb'),
    log_day_mb: sum(rows, 'log_day_mb'),
  };
}

function whyNone(row: ResultRow, unheard: readonly string[]): string {
  const why = String(row['none_why'] ?? 'no replica has one');
  return unheard.length === 0 ? why : `${why}, as far as known without ${unheard.join(', ')}`;
}

/**
 * A differential whose base another replica took counts where that base is the newest full of all: on an older one it is
 * older than that full itself.
 */
function loneDiff(rows: readonly ResultRow[], full: ResultRow | null): ResultRow | null {
  const base = full?.['full_guid'] ?? null;
  if (base === null) return null;
  return youngest(
    rows.filter((row) => row['lone_diff_guid'] === base),
    'lone_diff_age_minutes',
  );
}

/** Gaps between logs of several replicas are for the check `restorability` to find: each alone sees only its own. */
function whyBroken(chief: Said, rows: readonly ResultRow[], lone: ResultRow | null): string | null {
  if (chief.isSecondary === true) return null;
  const chain = lsn(chief.row['chain_lsn']);
  if (chain === null) return 'no log backup can continue it until a full or differential is taken';
  const writers = rows.filter((row) => lsn(row['log_lsn']) !== null);
  if (writers.length === 1 && Number(writers[0]?.['gaps'] ?? 0) > 0)
    return 'a log backup is missing from the history';
  const log = newestLsn(rows, 'log_lsn');
  const base = newestLsn(rows, 'base_lsn');
  const loneBase = lsn(lone?.['lone_diff_lsn']);
  if (log === null || base === null) return null;
  const reached = [log, base, ...(loneBase === null ? [] : [loneBase])];
  return reached.every((each) => each < chain)
    ? 'the newest log backup is not in the history of any replica, or does not count'
    : null;
}

/** As one server says it: what it does not find counts, and where it cannot tell all, finding all is no answer. */
function unseen(rows: readonly ResultRow[]): number | null {
  const found = sum(rows, 'files_unseen');
  return found === 0 && rows.some((row) => row['files_unseen'] === null) ? null : found;
}

function younger(
  counted: ResultRow | null,
  lone: ResultRow | null,
  loneColumn: string,
  column: string,
): { readonly age: number | null } {
  const ages = [numberOf(counted, column), numberOf(lone, loneColumn)].filter(
    (age) => age !== null,
  );
  return { age: ages.length === 0 ? null : Math.min(...ages) };
}

function newestText(rows: readonly ResultRow[], lone: ResultRow | null): string | null {
  const texts = [
    ...rows.map((row) => row['diff_finished_local']),
    lone?.['lone_diff_finished_local'],
  ];
  return (
    texts
      .filter((text) => typeof text === 'string')
      .toSorted()
      .at(-1) ?? null
  );
}

function youngest(rows: readonly ResultRow[], column: string): ResultRow | null {
  return rows.reduce<ResultRow | null>((best, row) => {
    const age = numberOf(row, column);
    const known = numberOf(best, column);
    return age !== null && (known === null || age < known) ? row : best;
  }, null);
}

function newestLsn(rows: readonly ResultRow[], column: string): bigint | null {
  return rows.reduce<bigint | null>((most, row) => {
    const value = lsn(row[column]);
    return value !== null && (most === null || value > most) ? value : most;
  }, null);
}

/** Beyond 2^53: never by way of a number. */
function lsn(cell: Cell | undefined): bigint | null {
  return typeof cell === 'string' && /^\d{1,25}$/.test(cell) ? BigInt(cell) : null;
}

function sum(rows: readonly ResultRow[], column: string): number {
  return rows.reduce((total, row) => total + (numberOf(row, column) ?? 0), 0);
}

function numberOf(row: ResultRow | null, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === 'number' ? cell : null;
}
