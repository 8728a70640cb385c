import type { Check } from '../domain/check.ts';
import type { GraphReader, QueryLimits, StatementParameters } from '../domain/target.ts';
import { chooseVariant } from './choose-variant.ts';
import { type Finding, withoutAnswer } from './finding.ts';
import { missing, outcomeOf, unknown } from './outcome.ts';
import { readGraphProof } from './read-proof.ts';
import { readRows } from './read-rows.ts';

/** Runs a check against Neo4j. Variants may ask for a version there, not for objects. */
export async function probeCypher(
  check: Check,
  reader: GraphReader,
  parameters: StatementParameters,
  limits: () => QueryLimits,
): Promise<Finding> {
  const facts = await reader.facts(limits());
  if (!facts.ok) return withoutAnswer(outcomeOf(check, facts.trouble));
  const { majorVersion, version, edition, address } = facts.value;
  const about = { ...withoutAnswer(unknown('error', '')), replica: address };

  const variant = await chooseVariant(check, majorVersion, () =>
    Promise.resolve({ ok: true, value: false }),
  );
  if (!variant.ok) return { ...about, outcome: outcomeOf(check, variant.trouble) };
  if (variant.value === null || majorVersion < (check.minVersion ?? 0))
    return { ...about, outcome: missing(check, `nothing here fits Neo4j ${version}`) };

  const name = check.variants.length > 1 ? variant.value.name : null;
  const answer = await reader.query(variant.value.statement, parameters, limits());
  if (!answer.ok) return { ...about, variant: name, outcome: outcomeOf(check, answer.trouble) };
  const proof = readGraphProof(check, answer.value);
  // No statement tells the release beside anything else: a check that wants it finds it among its columns.
  const release = `${version} ${edition.charAt(0).toUpperCase()}${edition.slice(1)}`.trim();
  const rows = answer.value.map((row) => ({ release, ...row }));
  return {
    variant: name,
    replica: address,
    serverTime: proof.serverTime,
    startedAt: null,
    outcome: proof.refuted ?? readRows(check, rows),
  };
}
