import type { Check } from '../domain/check.ts';
import type { Outcome } from '../domain/sample.ts';
import type {
  QueryLimits,
  ResultRow,
  SqlReader,
  SqlServerFacts,
  StatementParameters,
} from '../domain/target.ts';
import { formatDuration, type Instant } from '../domain/time.ts';
import { chooseVariant, requirementsOf } from './choose-variant.ts';
import { type Finding, withoutAnswer } from './finding.ts';
import { missing, outcomeOf, unknown } from './outcome.ts';
import { readSqlProof } from './read-proof.ts';
import { readRows } from './read-rows.ts';

/** Rows of a check from the answer of its statement. */
export type Compute = (rows: readonly ResultRow[]) => readonly ResultRow[];

/**
 * Runs a check against SQL Server: facts, variant, statement, proof, rows. `limits` gives what is left of its time, and
 * `seen` gets what was answered where it proved itself.
 */
export async function probeSql(
  check: Check,
  reader: SqlReader,
  parameters: StatementParameters,
  limits: () => QueryLimits,
  compute: Readonly<Record<string, Compute>> = {},
  seen: (rows: readonly ResultRow[]) => readonly ResultRow[] = (rows) => rows,
): Promise<Finding> {
  const facts = await reader.facts(limits());
  if (!facts.ok) return withoutAnswer(outcomeOf(check, facts.trouble));
  const { serverName, majorVersion, version, startedAt, isSecondary } = facts.value;
  const about = { ...withoutAnswer(unknown('error', '')), replica: serverName, startedAt };

  if (check.minVersion !== undefined && majorVersion < check.minVersion)
    return {
      ...about,
      outcome: tooOld(check, `needs SQL Server version ${check.minVersion}, this is ${version}`),
    };
  if (check.runsOn === 'primary' && isSecondary)
    return {
      ...about,
      outcome: unknown('secondary', `${serverName} is a secondary; only the primary can tell`),
    };

  if (check.runsOn === 'primary' && isSecondary === null)
    return {
      ...about,
      outcome: unknown(
        'permission',
        `cannot tell whether ${serverName} is the primary, the only one that can say (VIEW SERVER STATE)`,
      ),
    };

  const variant = await chooseVariant(check, majorVersion, (kind, name) =>
    reader.exists(kind, name, limits()),
  );
  if (!variant.ok) return { ...about, outcome: outcomeOf(check, variant.trouble) };
  if (variant.value === null)
    return {
      ...about,
      outcome: missing(check, `no ${requirementsOf(check)} (or no right to see it)`),
    };

  const name = check.variants.length > 1 ? variant.value.name : null;
  const answer = await reader.query(variant.value.statement, parameters, limits());
  if (!answer.ok) return { ...about, variant: name, outcome: outcomeOf(check, answer.trouble) };
  const proof = readSqlProof(check, answer.value, majorVersion);
  return {
    variant: name,
    replica: proof.replica ?? serverName,
    serverTime: proof.serverTime,
    startedAt: proof.startedAt ?? startedAt,
    outcome:
      proof.refuted ??
      restoredSince(check, facts.value, proof.serverTime) ??
      rowsOf(check, seen(answer.value), compute),
  };
}

/** What the database says of a time before it was restored is of another history (S18). */
function restoredSince(
  { looksBack }: Check,
  { restoredAt }: SqlServerFacts,
  serverTime: Instant | null,
): Outcome | null {
  if (looksBack === undefined || restoredAt === undefined || serverTime === null) return null;
  const since = serverTime - restoredAt;
  if (since >= looksBack) return null;
  return {
    kind: 'unknown',
    reason: 'restored',
    detail: `the database was restored ${formatDuration(since)} ago; what it says of the ${formatDuration(looksBack)} before now is older`,
    restoredAgo: since,
  };
}

function rowsOf(
  check: Check,
  found: readonly ResultRow[],
  compute: Readonly<Record<string, Compute>>,
): Outcome {
  if (check.computed === undefined) return readRows(check, found);
  const by = compute[check.computed];
  if (by === undefined) return unknown('error', `nothing here computes ${check.computed}`);
  try {
    return readRows(check, by(found));
  } catch (error) {
    return unknown('error', error instanceof Error ? error.message : 'it could not be computed');
  }
}

function tooOld(check: Check, detail: string) {
  return check.onMissing === 'off'
    ? ({ kind: 'off', detail } as const)
    : unknown('version', detail);
}
