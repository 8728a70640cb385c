import type { Check, Need } from '../domain/check.ts';
import type { Outcome } from '../domain/sample.ts';
import type { Cell, ResultRow } from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';
import { subjectOf, unknown } from './outcome.ts';

/** What the reserved columns say of the answer: who gave it, when, and whether it may be believed. */
export interface Proof {
  readonly replica: string | null;
  readonly serverTime: Instant | null;
  readonly startedAt: Instant | null;
  /** Set where the answer proves nothing. */
  readonly refuted: Outcome | null;
}

const silent: Proof = { replica: null, serverTime: null, startedAt: null, refuted: null };

/**
 * Reads the proof columns of a SQL answer. Catalogue views hide rows from a login instead of refusing them, so that
 * an empty answer counts only when the login has the rights and can see the witness.
 */
export function readSqlProof(
  check: Check,
  rows: readonly ResultRow[],
  majorVersion: number,
): Proof {
  const [first] = rows;
  if (first === undefined)
    return {
      ...silent,
      refuted: unknown('error', 'the statement returned no row at all, not even its proof'),
    };
  const proof: Proof = {
    replica: first['server_name'] === undefined ? null : textOf(first['server_name']),
    serverTime: utc(first['server_utc']),
    startedAt: utc(first['started_utc']),
    refuted: null,
  };
  return { ...proof, refuted: refutation(check, rows, proof, majorVersion) };
}

/** A graph has no rights to prove in the Community edition; its reserved columns are read where they are there. */
export function readGraphProof(check: Check, rows: readonly ResultRow[]): Proof {
  const [first] = rows;
  if (first === undefined) return silent;
  const isBlind = rows.some((row) => 'witness' in row && !isPositive(row['witness']));
  return {
    ...silent,
    serverTime: utc(first['server_utc']),
    refuted: isBlind ? hidden(check) : null,
  };
}

function refutation(
  check: Check,
  rows: readonly ResultRow[],
  proof: Proof,
  majorVersion: number,
): Outcome | null {
  if (rows.some((row) => !('may_see' in row) || !('witness' in row)))
    return unknown('error', 'the statement does not return may_see and witness');
  if (rows.some((row) => !isPositive(row['may_see'])))
    return unknown(
      'permission',
      `no right to see ${subjectOf(check)}${rights(check.needs, majorVersion)}`,
    );
  if (rows.some((row) => !isPositive(row['witness']))) return hidden(check);
  if (proof.serverTime === null)
    return unknown('error', 'the statement does not return the server’s time (server_utc)');
  return null;
}

function hidden(check: Check): Outcome {
  return unknown('hidden', `${subjectOf(check)}: hidden from this login, or not there`);
}

/** The rights on the catalogue that this version asks for: ` (VIEW SERVER STATE)`. Tables refuse by themselves. */
function rights(needs: readonly Need[], majorVersion: number): string {
  const asked = needs
    .filter(({ since = 0, until = Infinity }) => majorVersion >= since && majorVersion <= until)
    .flatMap(({ right, object }) => (object === undefined ? [right] : []));
  return asked.length === 0 ? '' : ` (${asked.join(', ')})`;
}

/** 1, `'1'` or true; NULL and 0 are both a no. */
function isPositive(cell: Cell | undefined): boolean {
  return cell === true || Number(cell ?? 0) > 0;
}

function textOf(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell).trim();
}

/** `2026-01-01T00:00:00.123`, in UTC without saying so, or any ISO text with a zone. */
function utc(cell: Cell | undefined): Instant | null {
  const text = textOf(cell);
  if (text === null) return null;
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? null : at;
}
