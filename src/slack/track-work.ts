import type { Logger } from '../domain/logger.ts';
import type { Duration } from '../domain/time.ts';

export interface Busy {
  /** Begins work that was acknowledged; what it throws is logged and ends nothing else. */
  run(work: () => Promise<void>): void;
  /** Resolves when nothing is under way, or after `patience`. */
  settle(patience: Duration): Promise<void>;
}

/** Work begins when nothing more has come for so long: nobody notices it, and by then a burst is acknowledged. */
const quiet: Duration = 10;
/** A burst that does not end holds it back for so long at most: Slack waits three seconds for a dialog. */
const longest: Duration = 300;

interface Held {
  readonly begin: () => void;
  readonly since: number;
}

/**
 * Work goes on after its acknowledgement. Many envelopes at once are all acknowledged before the work on them begins,
 * since Slack gives up on an acknowledgement and not on an answer; then one begins a turn of the event loop, so that
 * what arrives meanwhile is acknowledged between two.
 */
export function trackWork(logger: Logger): Busy {
  const running = new Set<Promise<void>>();
  const held: Held[] = [];
  let lastCame = Number.NEGATIVE_INFINITY;
  let looking = false;

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error }, 'An answer to Slack failed');
    }
  }

  function look(): void {
    const [first] = held;
    looking = first !== undefined;
    if (first === undefined) return;
    const due = Math.min(lastCame + quiet, first.since + longest);
    const left = due - performance.now();
    if (left > 0) {
      setTimeout(look, Math.ceil(left));
      return;
    }
    held.shift();
    first.begin();
    setImmediate(look);
  }

  function begun(): Promise<void> {
    const { promise, resolve: begin } = Promise.withResolvers<void>();
    lastCame = performance.now();
    held.push({ begin, since: lastCame });
    if (!looking) {
      looking = true;
      setTimeout(look, quiet);
    }
    return promise;
  }

  return {
    run(work) {
      const promise = begun()
        .then(() => guarded(work))
        .finally(() => running.delete(promise));
      running.add(promise);
    },
    async settle(patience) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(running), over]);
      clearTimeout(timer);
    },
  };
}
