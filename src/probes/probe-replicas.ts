import type { Check } from '../domain/check.ts';
import type { Blind, Outcome, Row } from '../domain/sample.ts';
import type {
  QueryLimits,
  ReplicaReader,
  ResultRow,
  StatementParameters,
} from '../domain/target.ts';
import { type Finding, withoutAnswer } from './finding.ts';
import { probeSql } from './probe-sql.ts';
import { readRows } from './read-rows.ts';

/** What one replica answered, before it is made into rows of a check. */
export interface ReplicaAnswer {
  readonly replica: string;
  readonly isSecondary: boolean | null;
  readonly rows: readonly ResultRow[];
}

/** Rows of a check, each with its `replica`, from what all of them answered together. */
export type Pool = (
  answers: readonly ReplicaAnswer[],
  /** Those that gave no answer. */
  unheard: readonly string[],
) => readonly ResultRow[];

interface Heard extends ReplicaAnswer {
  readonly finding: Finding;
  readonly outcome: Outcome;
}

/**
 * Asks each replica of SQL Server at the same time, each with the whole of the check's time. Their rows carry the label
 * `replica`. One that gives no answer is blind, by name, and what the others say counts.
 */
export async function probeReplicas(
  check: Check,
  replicas: readonly ReplicaReader[],
  parameters: StatementParameters,
  limits: () => QueryLimits,
  pools: Readonly<Record<string, Pool>> = {},
): Promise<Finding> {
  const heard = oneAnswerEach(
    await Promise.all(replicas.map((replica) => askOne(check, replica, parameters, limits))),
  );
  const off = heard.map(({ outcome }) => outcome);
  const [first] = off;
  if (first?.kind === 'off' && off.every(({ kind }) => kind === 'off')) return withoutAnswer(first);
  const blind = heard.flatMap(({ replica, outcome }): Blind[] =>
    outcome.kind === 'unknown'
      ? [{ labels: { replica }, reason: outcome.reason, detail: outcome.detail }]
      : [],
  );
  const answered = heard.filter(({ outcome }) => outcome.kind === 'rows');
  const starts = answered.map(({ finding }) => finding.startedAt ?? 0);
  return {
    variant: answered[0]?.finding.variant ?? null,
    replica: answered.map(({ replica }) => replica).join(', ') || null,
    serverTime: answered[0]?.finding.serverTime ?? null,
    startedAt: starts.length === 0 ? null : Math.max(...starts) || null,
    outcome: together(check, answered, blind, pools),
  };
}

function together(
  check: Check,
  answered: readonly Heard[],
  blind: readonly Blind[],
  pools: Readonly<Record<string, Pool>>,
): Outcome {
  if (check.pooled !== undefined && answered.length === 0) return unheard(blind);
  if (check.pooled === undefined) {
    const rows = answered.flatMap(({ replica, outcome }) =>
      outcome.kind === 'rows' ? outcome.rows.map((row) => labelled(row, replica)) : [],
    );
    return { kind: 'rows', rows, blind };
  }
  const pool = pools[check.pooled];
  if (pool === undefined)
    return { kind: 'unknown', reason: 'error', detail: `nothing here pools ${check.pooled}` };
  const read = readRows(
    check,
    pool(
      answered,
      blind.flatMap(({ labels }) => Object.values(labels)),
    ),
  );
  return read.kind === 'rows' ? { ...read, blind } : read;
}

/**
 * What all would say together, where none says anything. That none can be reached is no word on the one server that
 * stands for them: it has alerts of its own.
 */
function unheard(blind: readonly Blind[]): Outcome {
  const [first] = blind;
  const isAgreed = blind.every(({ reason }) => reason === first?.reason);
  const reason =
    isAgreed && first !== undefined && first.reason !== 'unreachable' ? first.reason : 'error';
  const words = blind.map(({ labels, detail }) => `${labels['replica']}: ${detail}`);
  return { kind: 'unknown', reason, detail: `no replica answers: ${words.join('; ')}` };
}

async function askOne(
  check: Check,
  { name, reader }: ReplicaReader,
  parameters: StatementParameters,
  limits: () => QueryLimits,
): Promise<Heard> {
  // Read without the label, which is ours to give: the statement knows of no other server.
  const alone = { ...check, labels: check.labels.filter((label) => label !== 'replica') };
  let rows: readonly ResultRow[] = [];
  const keep = (found: readonly ResultRow[]) => {
    rows = found;
    return found;
  };
  const finding = await probeSql(alone, reader, parameters, limits, {}, keep);
  const facts = finding.outcome.kind === 'rows' ? await reader.facts(limits()) : null;
  const isSecondary = facts?.ok === true ? facts.value.isSecondary : null;
  return { replica: name, isSecondary, rows, finding, outcome: finding.outcome };
}

/** Two addresses may lead to one server, by a listener or a routing list: it would count twice, and another not at all. */
function oneAnswerEach(heard: readonly Heard[]): readonly Heard[] {
  const seen = new Map<string, string>();
  return heard.map((one): Heard => {
    const server = one.finding.replica;
    if (one.outcome.kind !== 'rows' || server === null) return one;
    const other = seen.get(server);
    seen.set(server, other ?? one.replica);
    if (other === undefined) return one;
    const detail = `${server} answered, which is ${other} too: the address leads to another replica`;
    return { ...one, outcome: { kind: 'unknown', reason: 'error', detail } };
  });
}

function labelled({ labels, values }: Row, replica: string): Row {
  return { labels: { ...labels, replica }, values };
}
