import { createTask, type ScheduledTask, validate } from 'node-cron';
import type { Logger } from './domain/logger.ts';
import type { Duration, Instant } from './domain/time.ts';

/** Work that recurs. The signal is aborted when the scheduler stops. */
export type Work = (signal: AbortSignal) => Promise<void>;

export interface WorkState {
  readonly name: string;
  readonly running: boolean;
  /** When it last ended well. */
  readonly lastCompletedAt: Instant | null;
  readonly lastFailure: { readonly at: Instant; readonly why: string } | null;
  /** How long it last took. */
  readonly lastTook: Duration | null;
  /** Times that passed while it still ran, or while the process stood still. */
  readonly missed: number;
  readonly failures: number;
}

/** What recurs. Of one name there is never more than one at a time. */
export interface Scheduler {
  /**
   * At once, or after `offset`, and then at each multiple of the interval after that. A time that comes while the work
   * still runs is left out and counted.
   */
  every(
    name: string,
    interval: Duration,
    work: Work,
    options?: { readonly offset?: Duration },
  ): void;
  /** By a cron expression, on the clocks of `zone`. */
  cron(name: string, expression: string, zone: string, work: Work): void;
  state(): readonly WorkState[];
  /** Starts nothing more, tells the running work, and waits for it. */
  stop(): Promise<void>;
}

interface Task {
  state: WorkState;
  running: Promise<void> | null;
  end: () => void;
}

export function createScheduler(options: {
  readonly now: () => Instant;
  readonly log: Logger;
}): Scheduler {
  const { now, log } = options;
  const tasks = new Map<string, Task>();
  const stopping = new AbortController();

  function add(name: string): Task {
    if (stopping.signal.aborted) throw new Error('The scheduler has stopped');
    if (tasks.has(name)) throw new Error(`Scheduled already: ${name}`);
    const state = { name, running: false, missed: 0, failures: 0 };
    const task: Task = {
      state: { ...state, lastCompletedAt: null, lastFailure: null, lastTook: null },
      running: null,
      end: () => undefined,
    };
    tasks.set(name, task);
    return task;
  }

  function miss(task: Task, times: number): void {
    if (times <= 0) return;
    task.state = { ...task.state, missed: task.state.missed + times };
    log.warn(
      { work: task.state.name, times, missed: task.state.missed },
      'Scheduled work was left out',
    );
  }

  function start(task: Task, work: Work): void {
    if (stopping.signal.aborted) return;
    if (task.running) {
      miss(task, 1);
      return;
    }
    task.running = run(task, work).finally(() => {
      task.running = null;
    });
  }

  async function run(task: Task, work: Work): Promise<void> {
    const begun = performance.now();
    task.state = { ...task.state, running: true };
    try {
      await work(stopping.signal);
      task.state = { ...task.state, lastCompletedAt: now() };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const failures = task.state.failures + 1;
      task.state = { ...task.state, failures, lastFailure: { at: now(), why } };
      log.error({ work: task.state.name, err: error }, 'Scheduled work failed');
    } finally {
      task.state = { ...task.state, running: false, lastTook: performance.now() - begun };
    }
  }

  function cron(name: string, expression: string, zone: string, work: Work): void {
    const job = createJob(expression, zone, () => start(task, work));
    const task = add(name);
    job.on('execution:missed', () => miss(task, 1));
    task.end = () => void job.destroy();
    void job.start();
  }

  return {
    every(name, interval, work, { offset = 0 } = {}) {
      if (!(interval > 0)) throw new Error(`Not an interval: ${interval}`);
      const task = add(name);
      // The machine's clock may be set; what recurs goes by one that cannot.
      const first = performance.now() + offset;
      let count = 0;
      const tick = () => {
        const due = Math.max(count, Math.floor((performance.now() - first) / interval));
        miss(task, due - count);
        start(task, work);
        count = due + 1;
        arm();
      };
      const arm = () => {
        const wait = Math.max(0, first + count * interval - performance.now());
        const timer = setTimeout(tick, wait);
        task.end = () => clearTimeout(timer);
      };
      arm();
    },

    cron,

    state: () => [...tasks.values()].map(({ state }) => state),

    async stop() {
      stopping.abort();
      for (const task of tasks.values()) task.end();
      for (const { running } of tasks.values()) await running;
    },
  };
}

function createJob(expression: string, zone: string, tick: () => void): ScheduledTask {
  if (!validate(expression)) throw new Error(`Not a cron expression: ${expression}`);
  // Throws for a zone that this runtime does not know.
  new Intl.DateTimeFormat('en', { timeZone: zone }).format(0);
  return createTask(expression, tick, { timezone: zone, suppressMissedWarning: true });
}
