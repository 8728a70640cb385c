import type { Check } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import type {
  ApiReader,
  GraphReader,
  QueryLimits,
  ReplicaReader,
  SqlReader,
} from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';
import { answerLimits, type Finding, historyLimits, withoutAnswer } from './finding.ts';
import { unknown } from './outcome.ts';
import { probeCypher } from './probe-cypher.ts';
import { probeHttp } from './probe-http.ts';
import { type Pool, probeReplicas } from './probe-replicas.ts';
import { type Compute, probeSql } from './probe-sql.ts';
import { resolveParameters } from './resolve-parameters.ts';

/** The targets of one environment, as far as it has them, and what else a probe rests on. */
export interface ProbeContext {
  readonly environment: string;
  readonly sqlServer?: SqlReader;
  /** Every one of its replicas, where the configuration names them: they are asked by checks that run on every one. */
  readonly replicas?: readonly ReplicaReader[];
  readonly neo4j?: GraphReader;
  readonly api?: readonly ApiReader[];
  /** The newest sample of another check of this environment. */
  readonly newest: (check: string) => Sample | undefined;
  /** Makes the rows of a computed check from the answer of its statement; throws where they make no sense. */
  readonly compute?: Readonly<Record<string, Compute>>;
  /** Joins what replicas answer to a pooled check. */
  readonly pools?: Readonly<Record<string, Pool>>;
  /** The bot's clock. */
  readonly now: () => Instant;
  readonly signal?: AbortSignal;
}

/**
 * Runs a check now. Never rejects and never says `rows` without proof: whatever goes wrong is an outcome `unknown`,
 * with a reason and words that a DBA can act on. Within the check's timeout, all questions together.
 */
export async function probe(check: Check, context: ProbeContext): Promise<Sample> {
  const started = performance.now();
  const finding = await find(check, context, started).catch((error: unknown) =>
    withoutAnswer(
      unknown(
        'error',
        `the probe itself failed (${error instanceof Error ? error.name : 'unknown'})`,
      ),
    ),
  );
  return {
    environment: context.environment,
    check: check.name,
    at: context.now(),
    ms: Math.round(performance.now() - started),
    ...finding,
  };
}

async function find(check: Check, context: ProbeContext, started: number): Promise<Finding> {
  const resolved = resolveParameters(check, context.newest, context.now());
  if (!resolved.ok) return withoutAnswer(resolved.outcome);
  const limits = (): QueryLimits => ({
    ...(check.computed === undefined ? answerLimits : historyLimits),
    timeout: Math.max(1, Math.round(check.timeout - (performance.now() - started))),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const { sqlServer, neo4j, api = [], replicas = [] } = context;
  if (check.target === 'sql-server' && check.runsOn === 'every' && replicas.length > 0)
    return probeReplicas(check, replicas, resolved.parameters, limits, context.pools);
  if (check.target === 'sql-server')
    return sqlServer === undefined
      ? notConfigured('SQL Server')
      : probeSql(check, sqlServer, resolved.parameters, limits, context.compute);
  if (check.target === 'neo4j')
    return neo4j === undefined
      ? notConfigured('Neo4j')
      : probeCypher(check, neo4j, resolved.parameters, limits);
  return api.length === 0
    ? notConfigured('API replica')
    : probeHttp(check, api, limits(), context.now);
}

function notConfigured(target: string): Finding {
  return withoutAnswer({ kind: 'off', detail: `no ${target} is configured` });
}
