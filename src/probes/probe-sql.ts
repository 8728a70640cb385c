import type { Check } from '../domain/check.ts';
import type { QueryLimits, SqlReader, StatementParameters } from '../domain/target.ts';
import { chooseVariant, requirementsOf } from './choose-variant.ts';
import { type Finding, withoutAnswer } from './finding.ts';
import { missing, outcomeOf, unknown } from './outcome.ts';
import { readSqlProof } from './read-proof.ts';
import { readRows } from './read-rows.ts';

/** Runs a check against SQL Server: facts, variant, statement, proof, rows. `limits` gives what is left of its time. */
export async function probeSql(
  check: Check,
  reader: SqlReader,
  parameters: StatementParameters,
  limits: () => QueryLimits,
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
    outcome: proof.refuted ?? readRows(check, answer.value),
  };
}

function tooOld(check: Check, detail: string) {
  return check.onMissing === 'off'
    ? ({ kind: 'off', detail } as const)
    : unknown('version', detail);
}
