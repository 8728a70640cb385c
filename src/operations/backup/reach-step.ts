import { isRefusal } from '../../domain/authority.ts';
import { DAY, formatDuration, SECOND } from '../../domain/time.ts';
import { type StepContext, type StepKind, type StepOutcome } from '../acting/operation.ts';
import { restorabilityOf } from '../restore/restorability.ts';
import { formatServerTime } from '../restore/server-time.ts';
import { gatherBackupFacts } from './gather-backup-facts.ts';
import { writeInput } from './written.ts';

/** Plans the newest restore from the history as it is now. It proves nothing: the report says "restorable to" by plan. */
export const reachStep: StepKind = {
  async perform(context) {
    const { ports, run } = context;
    const facts = await gatherBackupFacts(run.order, ports);
    if (isRefusal(facts) || facts.database === null)
      return { kind: 'done', note: 'Up to which moment it reaches could not be asked.' };
    const { options } = writeInput(writing(context));
    const report = restorabilityOf({
      sets: facts.past.map(({ set }) => set),
      database: options.database,
      localNow: facts.server.localNow,
      fork: facts.database.fork,
      recoveryModel: facts.database.recoveryModel,
      lastLogBackupLsn: facts.database.lastLogBackupLsn,
    });
    if (report.newest === null)
      return { kind: 'done', note: `Nothing can be restored: ${report.why ?? 'no plan'}` };
    const words = momentWords(report.newest, facts.server.localNow);
    const gap = report.isBroken ? ' The chain has a gap: look at `/hart backups`.' : '';
    return {
      kind: 'done',
      note: `Restorable to ${words} (server time), ${formatDuration(Math.max(0, report.behind ?? 0))} ago.${gap}`,
      memory: { restorableTo: words, isBroken: report.isBroken },
    } satisfies StepOutcome;
  },
  examine: () => Promise.resolve({ kind: 'again', note: 'it only looks' }),
};

function writing({ plan, step }: StepContext) {
  return plan.steps.find(({ does }) => does === 'write') ?? step;
}

/** `14:46:12` today, with the date on another day: server time. */
function momentWords(at: number, now: number): string {
  const written = formatServerTime(Math.floor(at / SECOND) * SECOND);
  const today = Math.floor(at / DAY) === Math.floor(now / DAY);
  return today ? written.slice(11) : written.replace('T', ' ');
}
