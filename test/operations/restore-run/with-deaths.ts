import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, type Run } from '../../../src/domain/run.ts';
import { forever } from '../acting/acting-bench.ts';
import type { RestoreBench } from './restore-bench.ts';

/**
 * Where a process may die: just before a statement of the operator is sent; just after it took effect, before that is
 * recorded; or between two steps, the one recorded and the other not begun.
 */
export type Place = 'before' | 'after' | 'between';

/** A number: so many milliseconds later, while the statement is at work on the server or has just ended. */
export type Death = 'now' | 'no' | number;

/** Asked with the statement, or with the step that has just ended. */
export type MayDie = (what: string, place: Place) => Death;

/**
 * Lets the process die whenever `mayDie` says so, until the run is over; answers it and how often that was. Each time
 * another takes over as soon as the server has ended the sessions of the dead, which it does in its own time.
 */
export async function withDeaths(
  bench: RestoreBench,
  begin: () => Promise<Pick<Run, 'id'>>,
  mayDie: MayDie,
): Promise<{ readonly run: Run; readonly deaths: number }> {
  let deaths = 0;
  let id = '';
  function arm(): Promise<void> {
    return new Promise<void>((resolve) => {
      const strike = async (what: string, place: Place): Promise<void> => {
        const when = mayDie(what, place);
        if (when === 'no') return;
        if (when === 'now') {
          resolve();
          await forever();
        } else void sleep(when).then(resolve);
      };
      bench.beforeSend = (statement) => strike(statement, 'before');
      bench.afterSend((statement) => strike(statement, 'after'));
      bench.afterWrite(async () => {
        const run = await bench.store.runs.find(id);
        if (run?.state !== 'running' || run.steps.some(({ state }) => state === 'running')) return;
        const last = run.steps.findLast(({ endedAt }) => endedAt !== null);
        await strike(last?.id ?? 'start', 'between');
      });
    });
  }
  let died = arm();
  ({ id } = await begin());
  for (;;) {
    const ended = await Promise.race([bench.over(id), died.then(() => null)]);
    if (ended !== null) return { run: ended, deaths };
    deaths += 1;
    const acting = await bench.die();
    died = arm();
    for (let tries = 0; tries < 200; tries += 1) {
      await acting.recover();
      const run = await bench.store.runs.find(id);
      if (run !== null && (isOver(run.state) || run.worker === `worker-${deaths + 1}`)) break;
      await sleep(20);
    }
  }
}
