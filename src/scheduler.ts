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
  /**
   * Once a day at `time` (`HH:MM`) on the clocks of `zone`, by `now`. Where a clock change leaves that time out it comes
   * right after the change; where the time comes twice, at the first. Not for a time that had passed before the call.
   */
  daily(name: string, time: string, zone: string, work: Work): void;
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

    daily(name, time, zone, work) {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
        throw new Error(`Not a time of day (HH:MM): ${time}`);
      }
      const clock = wallClock(zone);
      const started = clock(now());
      // What was due before we started is not ours to catch up on: who knows whether it was done?
      let lastDate = started.time >= time ? started.date : '';
      const task = add(name);
      // Looking each minute, rather than at the time alone, is right on the day on which that time does not exist, on
      // the one on which it comes twice, and after the machine has slept. In UTC, since an expression in a zone
      // passes over an hour when the clocks go back.
      const job = createJob('* * * * *', 'UTC', () => {
        const moment = clock(now());
        if (moment.date <= lastDate || moment.time < time) return;
        lastDate = moment.date;
        start(task, work);
      });
      task.end = () => void job.destroy();
      void job.start();
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
  wallClock(zone);
  return createTask(expression, tick, { timezone: zone, suppressMissedWarning: true });
}

/** What the clocks of `zone` show. */
function wallClock(
  zone: string,
): (at: Instant) => { readonly date: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (at) => {
    const [date = '', time = ''] = format.format(at).split(' ');
    return { date, time };
  };
}
