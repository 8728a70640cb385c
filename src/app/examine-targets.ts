import { statementFile } from '../clients/statement-file.ts';
import type { Config } from '../config/load-config.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Finding } from '../domain/finding.ts';
import type { Outcome } from '../domain/sample.ts';
import type { QueryLimits, SqlReader } from '../domain/target.ts';
import { formatDuration, SECOND } from '../domain/time.ts';
import type { Targets } from './targets.ts';

const limits: QueryLimits = { timeout: 10 * SECOND, maxRows: 10, maxBytes: 10_000 };
const skewLimit = 5 * SECOND;
const directoryStatement = statementFile('facts/directory-exists.sql');

/** Looks whether the servers of an environment answer, let the bot see what its checks need, and keep its time. */
export async function examineTargets(
  name: string,
  config: Config,
  targets: Targets,
  results: readonly CheckResult[],
): Promise<Finding[]> {
  return [
    await examineSqlServer(`SQL Server of ${name}`, targets.sqlServer),
    ...(await examineReplicas(name, targets)),
    ...operatorLogin(name, targets),
    await examineNeo4j(name, targets),
    ...(await examineDirectory(name, config, targets)),
    ...examineClock(name, results),
    ...examineChecks(name, results),
  ];
}

async function examineReplicas(name: string, { replicas }: Targets): Promise<Finding[]> {
  return await Promise.all(
    replicas.map((replica) =>
      examineSqlServer(`replica ${replica.name} of ${name}`, replica.reader),
    ),
  );
}

async function examineSqlServer(subject: string, sqlServer: SqlReader): Promise<Finding> {
  const facts = await sqlServer.facts(limits);
  if (!facts.ok)
    return {
      subject,
      state: 'fault',
      detail: facts.trouble.detail,
      hint: 'Check address, network, and the reader login that sql/install makes.',
    };
  const { serverName, version, edition } = facts.value;
  return { subject, state: 'ok', detail: `${serverName} ${version} ${edition}`, hint: '' };
}

/** Said, so that nobody takes silence for a test: only an approved run may open this login (safety rule S4). */
function operatorLogin(name: string, { operator }: Targets): Finding[] {
  const subject = `operator login of ${name}`;
  const detail =
    operator === null
      ? 'no password given: hart only watches'
      : 'not tried: only an approved run opens it';
  return [{ subject, state: 'ok', detail, hint: '' }];
}

async function examineNeo4j(name: string, { neo4j }: Targets): Promise<Finding> {
  const subject = `Neo4j of ${name}`;
  const facts = await neo4j.facts(limits);
  if (!facts.ok)
    return {
      subject,
      state: 'fault',
      detail: facts.trouble.detail,
      hint: 'Check address, network, user and password.',
    };
  const { version, edition, address } = facts.value;
  return { subject, state: 'ok', detail: `${address} ${version} ${edition}`, hint: '' };
}

async function examineDirectory(
  name: string,
  config: Config,
  { sqlServer }: Targets,
): Promise<Finding[]> {
  const path = config.environments[name]?.backups.directory;
  if (path === undefined) return [];
  const subject = `backup directory of ${name}`;
  const answer = await sqlServer.query(
    directoryStatement,
    { path: { type: 'text', value: path } },
    limits,
  );
  if (!answer.ok)
    return [
      {
        subject,
        state: 'warning',
        detail: `not known: ${answer.trouble.detail}`,
        hint: 'Look on the server whether it is there and the service may write to it.',
      },
    ];
  return Number(answer.value[0]?.['is_directory']) === 1
    ? [{ subject, state: 'ok', detail: `${path} is there`, hint: '' }]
    : [
        {
          subject,
          state: 'warning',
          detail: `the server does not see ${path}`,
          hint: 'Make it on the server, or put the right one into backups.directory.',
        },
      ];
}

function examineClock(name: string, results: readonly CheckResult[]): Finding[] {
  const skews = results.flatMap(({ sample }) =>
    sample.serverTime === null ? [] : [sample.serverTime - sample.at],
  );
  const worst = skews.reduce((most, skew) => (Math.abs(skew) > Math.abs(most) ? skew : most), 0);
  if (skews.length === 0) return [];
  const subject = `clock of ${name}`;
  return Math.abs(worst) <= skewLimit
    ? [{ subject, state: 'ok', detail: 'within 5 s of this machine', hint: '' }]
    : [
        {
          subject,
          state: 'warning',
          detail: `the server is ${formatDuration(Math.abs(worst))} ${worst > 0 ? 'ahead' : 'behind'}`,
          hint: 'Let both machines follow the same time server.',
        },
      ];
}

/** Why a check cannot see, or not all. */
function blindSpots(
  outcome: Outcome,
): readonly { readonly reason: string; readonly detail: string }[] {
  if (outcome.kind === 'rows') return outcome.blind ?? [];
  return outcome.kind === 'unknown' ? [outcome] : [];
}

/** One finding for each cause, whatever the number of checks that it keeps from seeing. */
function examineChecks(name: string, results: readonly CheckResult[]): Finding[] {
  const byCause = new Map<string, string[]>();
  for (const { check, sample } of results) {
    for (const { reason, detail } of blindSpots(sample.outcome)) {
      if (reason === 'unreachable') continue;
      byCause.set(detail, [...(byCause.get(detail) ?? []), check.name]);
    }
  }
  const seen = results.filter(({ sample }) => sample.outcome.kind === 'rows').length;
  return [
    {
      subject: `checks of ${name}`,
      state: 'ok',
      detail: `${seen} of ${results.length} can see`,
      hint: '',
    },
    ...[...byCause].map(
      ([cause, names]): Finding => ({
        subject: `${names.join(', ')} of ${name}`,
        state: 'fault',
        detail: cause,
        hint: 'See sql/install/README.md for the right that each check needs.',
      }),
    ),
  ];
}
