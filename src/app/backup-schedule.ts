import type { Config } from '../config/load-config.ts';
import type { Acting } from '../domain/acting.ts';
import type { Logger } from '../domain/logger.ts';
import type { Agent, Run } from '../domain/run.ts';
import { isOver } from '../domain/run.ts';
import { formatDuration, type Instant, SECOND } from '../domain/time.ts';
import type { RunStore } from '../operations/acting/ports.ts';
import type { BackupKind } from '../operations/backup/backup-options.ts';
import { kindWords } from '../operations/backup/backup-options.ts';
import {
  type BackupSchedule,
  dueBackups,
  lateAfter,
} from '../operations/backup/backup-schedule.ts';
import type { Scheduler } from '../scheduler.ts';
import { zoneOffset } from './zone-offset.ts';

/** The configuration is the consent: nobody presses anything. */
const schedule: Agent = { person: '', actor: 'schedule', slackUserId: null };

const kinds = ['full', 'diff', 'log'] as const satisfies readonly BackupKind[];
const pace = 10 * SECOND;
/** More than this are not under way at once. */
const looked = 200;
/** How far back the schedule's own of a kind is looked for among those that people took. */
const lookedBack = 100;

export interface ScheduleWiring {
  readonly config: Config;
  readonly acting: Pick<Acting, 'propose' | 'confirm' | 'list'>;
  readonly runs: Pick<RunStore, 'past'>;
  readonly scheduler: Pick<Scheduler, 'every'>;
  /** A line in the ops channel. `key` makes the same of the same. */
  readonly say: (environment: string, key: string, line: string) => Promise<void>;
  readonly now: () => Instant;
  readonly log: Logger;
}

/** Takes backups when they are due, where `backups.schedule` says so. Quiet, but for what fails, is refused, or is late. */
export function scheduleBackups(wiring: ScheduleWiring): void {
  for (const [environment, { backups }] of Object.entries(wiring.config.environments)) {
    if (backups.schedule === undefined) continue;
    const { timeZone, ...times } = backups.schedule;
    const keeper = backupKeeper(wiring, environment, definedOf(times), timeZone);
    wiring.scheduler.every(`backups of ${environment}`, pace, keeper);
  }
}

/** One look: what is due now is proposed and confirmed; it goes on by itself. */
export function backupKeeper(
  {
    acting,
    runs: store,
    say,
    now,
    log,
  }: Pick<ScheduleWiring, 'acting' | 'runs' | 'say' | 'now' | 'log'>,
  environment: string,
  times: BackupSchedule,
  timeZone: string,
): () => Promise<void> {
  const seen: Partial<Record<BackupKind, Instant>> = {};
  const saidOf = new Map<BackupKind, string>();
  let isKnown = false;

  return async () => {
    const runs = (await acting.list(environment, looked)).filter((run) => run.scheduled);
    if (!isKnown) Object.assign(seen, await newestOf(store, environment));
    isKnown = true;
    await sayLate(runs);
    for (const { kind, slot } of dueBackups(times, seen, now(), (at) => zoneOffset(timeZone, at))) {
      if (isUnderWay(runs, kind)) continue;
      await take(kind, slot);
      seen[kind] = slot;
    }
  };

  async function take(kind: BackupKind, slot: Instant): Promise<void> {
    const asked = await acting.propose({
      operation: `backup.${kind}`,
      environment,
      options: {},
      by: schedule,
    });
    const begun =
      'rule' in asked ? asked : await acting.confirm(asked.id, schedule, { hash: asked.hash });
    if ('rule' in begun) {
      log.warn({ environment, kind, rule: begun.rule }, 'A scheduled backup was refused');
      return sayOnce(kind, slot, `No scheduled ${kindWords[kind]}: ${begun.message} ${begun.hint}`);
    }
    const [warning] = begun.plan.warnings;
    if (warning !== undefined)
      return sayOnce(kind, slot, `The scheduled ${kindWords[kind]} warns: ${warning}`);
    saidOf.delete(kind);
  }

  /** The same reason every quarter of an hour says nothing new. */
  async function sayOnce(kind: BackupKind, slot: Instant, line: string): Promise<void> {
    if (saidOf.get(kind) === line) return;
    saidOf.set(kind, line);
    await say(environment, `backups:${environment}:${kind}:${slot}`, line);
  }

  async function sayLate(runs: readonly Run[]): Promise<void> {
    for (const run of runs) {
      const kind = kindOf(run);
      const time = kind === null ? undefined : times[kind];
      if (isOver(run.state) || kind === null || time === undefined) continue;
      const lasts = now() - run.askedAt;
      if (lasts > lateAfter(time))
        await sayOnce(
          kind,
          run.askedAt,
          `The scheduled ${kindWords[kind]} ${run.id} is late: it has run for more than ${formatDuration(lateAfter(time))}.`,
        );
    }
  }
}

/** When each kind was taken last, each asked for by itself: of a weekly full the newest runs of all know nothing. */
async function newestOf(
  store: Pick<RunStore, 'past'>,
  environment: string,
): Promise<Partial<Record<BackupKind, Instant>>> {
  const newest: Partial<Record<BackupKind, Instant>> = {};
  for (const kind of kinds) {
    const runs = await store.past(environment, [`backup.${kind}`], lookedBack);
    const last = runs.find(({ scheduled }) => scheduled);
    if (last !== undefined) newest[kind] = last.askedAt;
  }
  return newest;
}

function isUnderWay(runs: readonly Run[], kind: BackupKind): boolean {
  return runs.some((run) => kindOf(run) === kind && !isOver(run.state));
}

function kindOf({ order }: Run): BackupKind | null {
  return kinds.find((kind) => order.operation === `backup.${kind}`) ?? null;
}

function definedOf(
  times: {
    readonly [kind in BackupKind]?: BackupSchedule[BackupKind] | undefined;
  },
): BackupSchedule {
  const { full, diff, log } = times;
  return {
    ...(full === undefined ? {} : { full }),
    ...(diff === undefined ? {} : { diff }),
    ...(log === undefined ? {} : { log }),
  };
}
