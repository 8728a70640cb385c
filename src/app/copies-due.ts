import { textIn } from '../domain/json-fields.ts';
import { named } from '../domain/plan.ts';
import type { Run } from '../domain/run.ts';
import { DAY, formatDuration, type Instant } from '../domain/time.ts';
import type { OperationPorts } from '../operations/acting/operation.ts';
import type { RunStore } from '../operations/acting/ports.ts';

/** What leaves databases behind; backups are taken every few minutes and leave none. */
const leavers = ['restore.copy', 'restore.in-place'] as const;
/** How many of these are looked through: more than a server can keep copies. */
const looked = 300;
/** A restore that nobody undid by then is accepted, mostly. */
const beforeLifetime = 7 * DAY;

/**
 * What runs left on a server longer than it was wanted, and is still there, in words for a digest: copies after their
 * date, databases that restores set aside. Dropping them stays a run of its own, with approvals of its own (S16).
 */
export async function copiesDue(
  runs: Pick<RunStore, 'past'>,
  ports: Pick<OperationPorts, 'facts'> | undefined,
  environment: string,
  now: Instant,
): Promise<readonly string[]> {
  const due = (await runs.past(environment, leavers, looked)).flatMap((run) => dueOf(run, now));
  if (due.length === 0) return [];
  const answer = await ports?.facts.ask('database-state');
  // Where the server does not answer the digest has worse to say.
  if (answer?.ok !== true) return [];
  const there = new Set(answer.value.map((row) => String(row['name']).toLowerCase()));
  return due.filter(({ name }) => there.has(name.toLowerCase())).map(({ words }) => words);
}

function dueOf({ id, memory, plan, state, endedAt }: Run, now: Instant) {
  if (endedAt === null || (state !== 'done' && state !== 'incomplete')) return [];
  const [name, until] =
    plan.operation === 'restore.copy'
      ? [textIn(memory, 'copy'), Date.parse(textIn(memory, 'expires') ?? '')]
      : [textIn(memory, 'before'), endedAt + beforeLifetime];
  if (name === null || Number.isNaN(until) || until > now) return [];
  const age = formatDuration(Math.floor((now - until) / DAY) * DAY);
  const since = now - until < DAY ? 'since today' : `for ${age}`;
  const what = plan.operation === 'restore.copy' ? 'the copy' : 'the database of before';
  return [{ name, words: `${what} ${named(name)} is wanted no more ${since}: drop it in ${id}` }];
}
