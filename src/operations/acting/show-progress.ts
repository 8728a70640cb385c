import { isRefusal } from '../../domain/authority.ts';
import type { PlanStep } from '../../domain/plan.ts';
import type { Progress } from '../../domain/run.ts';
import { type Duration, type Instant, SECOND } from '../../domain/time.ts';
import type { Engine } from './engine.ts';
import { withStep } from './next-move.ts';
import type { Work } from './work.ts';

/** Slack's patience with edits of one message, and readers' with their flicker. */
const between: Duration = 3 * SECOND;

interface ShownProgress {
  readonly report: (progress: Progress) => void;
  /** Nothing more is taken, and what was is written. */
  readonly end: () => Promise<void>;
}

/** Keeps the newest progress of a step, written at most every 3 s. It is not worth an entry, nor a failure. */
export function showProgress(engine: Engine, work: Work, { id }: PlanStep): ShownProgress {
  const { parts } = engine;
  const { now } = parts.ports(work.run.order.environment);
  let shownAt: Instant = now();
  let writing: Promise<void> = Promise.resolve();
  let over = false;

  async function write({ percent, note }: Progress): Promise<void> {
    if (over || work.abandoned || work.unwritten) return;
    const written = await engine.change(work.run.id, (run) => ({
      run: withStep(run, id, { percent, note }),
    }));
    if (!isRefusal(written)) work.run = written;
  }

  return {
    report(progress: Progress): void {
      const at = now();
      if (over || at - shownAt < between) return;
      shownAt = at;
      writing = writing
        .then(() => write(progress))
        .catch((err: unknown) => parts.log.warn({ err }, 'Progress could not be written'));
    },
    async end(): Promise<void> {
      over = true;
      await writing;
    },
  };
}
