import type { Acting } from '../domain/acting.ts';
import type { Incident } from '../domain/incident.ts';
import { helpOf } from '../domain/incident-help.ts';
import type { Logger } from '../domain/logger.ts';
import type { Run } from '../domain/run.ts';
import { HOUR, type Instant } from '../domain/time.ts';
import { planPlain } from '../slack/blocks/plan-words.ts';
import type { Watcher } from '../watching/watcher.ts';

/** More runs than this do not end within an hour. */
const LISTED = 50;
/** A run that ended while the bot was not running is still told of. */
const lately = HOUR;

/**
 * Looks for runs that have ended, and keeps with the incidents that they were to help against what was done. Told once:
 * an incident that names the run already is left alone, also after a restart.
 */
export function createRunNotes(parts: {
  readonly acting: Pick<Acting, 'list'>;
  readonly watchers: ReadonlyMap<string, Pick<Watcher, 'memory' | 'act'>>;
  readonly now: () => Instant;
  readonly log: Logger;
}): () => Promise<void> {
  const { acting, watchers, now, log } = parts;
  // An incident keeps its newest few only: what was told in this life is not told again for that.
  const told = new Set<string>();

  async function note(watcher: Pick<Watcher, 'memory' | 'act'>, run: Run): Promise<void> {
    for (const incident of watcher.memory().incidents.values()) {
      const both = `${run.id} ${incident.id}`;
      const what = `${planPlain(run.plan.title)}: ${endings[run.state]}, run ${run.id}`;
      if (told.has(both) || incident.done.includes(what) || !helpedBy(incident, run)) continue;
      told.add(both);
      const { person, slackUserId } = run.order.by;
      const acted = await watcher.act(incident.id, { kind: 'did', what }, { person, slackUserId });
      if ('rule' in acted) log.warn({ run: run.id, why: acted.message }, 'A run was not noted');
    }
  }

  return async () => {
    for (const [environment, watcher] of watchers) {
      const runs = await acting.list(environment, LISTED);
      for (const run of runs) if (isNews(run, now())) await note(watcher, run);
    }
  };
}

const endings: Readonly<Partial<Record<Run['state'], string>>> = {
  done: 'done',
  incomplete: 'done, with steps left to the DBA',
};

/** What the schedule takes is no answer to an incident: it comes anyway, and each time would be a line. */
function isNews({ state, endedAt, scheduled }: Run, now: Instant): boolean {
  return state in endings && !scheduled && endedAt !== null && now - endedAt <= lately;
}

/** Asked for from the incident itself; or it was open when the run began, and this operation is what helps against it. */
function helpedBy(incident: Omit<Incident, 'place'>, { order, plan, startedAt }: Run): boolean {
  if (incident.environment !== order.environment) return false;
  if (order.incident !== undefined) return order.incident === incident.id;
  const { resolvedAt } = incident;
  if (startedAt === null || incident.openedAt > startedAt) return false;
  if (resolvedAt !== null && resolvedAt < startedAt) return false;
  // What the run resolved was there when it began; of several, it may have been about one.
  return incident.instances
    .filter((each) => each.resolvedAt === null || each.resolvedAt >= startedAt)
    .some((each) => {
      const help = helpOf({ ...incident, instances: [{ ...each, resolvedAt: null }] });
      if (help === null || help.operation !== order.operation) return false;
      const { database } = each.labels;
      if (database !== undefined && database !== plan.target.database) return false;
      return Object.entries(help.options).every(([name, value]) => order.options[name] === value);
    });
}
