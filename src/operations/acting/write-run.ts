import { isRefusal } from '../../domain/authority.ts';
import type { Run } from '../../domain/run.ts';
import { type Duration, type Instant, SECOND } from '../../domain/time.ts';
import type { Change, Engine } from './engine.ts';
import type { Work } from './work.ts';

const pauses: readonly Duration[] = [SECOND / 10, SECOND];

/**
 * Writes what a run under way has come to; true: it is durable. What cannot be written is kept in the work, shouted, and
 * goes along with the next write that succeeds: only this process writes a running run's steps and memory.
 */
export async function writeRun(
  engine: Engine,
  work: Work,
  decide: (run: Run, at: Instant) => Change | null,
): Promise<boolean> {
  const { parts } = engine;
  if (work.abandoned) return false;
  const { steps, memory } = work.run;
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await parts.sleep(pause);
    try {
      let changed = false;
      const written = await engine.change(work.run.id, (stored, at) => {
        const change = decide({ ...stored, steps, memory }, at);
        changed = change !== null;
        return change;
      });
      if (isRefusal(written)) throw new Error(written.message);
      work.run = changed ? written : { ...written, steps, memory };
      if (changed) work.unwritten = false;
      return true;
    } catch (err) {
      parts.log.warn({ err, run: work.run.id }, 'A run could not be written; trying again');
    }
  }
  work.unwritten = true;
  await engine.cannotWrite(
    null,
    work.run,
    `${work.run.id} (${work.run.plan.title}) goes on unrecorded: hart cannot write its store.`,
  );
  const change = decide(work.run, parts.ports(work.run.order.environment).now());
  if (change !== null) work.run = change.run;
  return false;
}
