import type { ActContext } from './act-context.ts';

/** The client cancelled, or is gone: the statement ends where it is. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const STEPS = 20;

/**
 * Lets a statement take its time, with its progress in sys.dm_exec_requests and, every so many percent, message 3211.
 * Interrupted when the client cancels or is gone. `onStep` may throw what stops the work.
 */
export async function takeTime(
  context: ActContext,
  work: {
    readonly command: string;
    readonly database: string;
    readonly bytes: number;
    /** STATS; null: no messages. */
    readonly every: number | null;
    readonly wait: string;
    readonly onStep?: (percent: number) => void;
  },
): Promise<void> {
  const { world, session, signal } = context;
  const { command, database, every, wait } = work;
  const since = world.now();
  const ms = world.actMs(work.bytes);
  let said = 0;
  const show = (percent: number) => {
    world.running.set(session.spid, {
      spid: session.spid,
      command,
      database,
      since,
      percent,
      wait,
    });
    world.changed();
  };
  show(0);
  try {
    for (let step = 1; step <= STEPS; step += 1) {
      await pause(ms / STEPS, signal);
      if (signal.aborted) throw new Interrupted();
      const percent = (step * 100) / STEPS;
      work.onStep?.(percent);
      show(percent);
      said = tell(context, every ?? 0, said, percent);
    }
  } finally {
    world.running.delete(session.spid);
    world.changed();
  }
}

/** Says every so many percent that were reached since. */
function tell(context: ActContext, every: number, from: number, percent: number): number {
  let said = from;
  const times = every > 0 ? Math.floor((percent - from) / every) : 0;
  for (let time = 0; time < times; time += 1) {
    said += every;
    context.info({ number: 3211, message: `${said} percent processed.` });
  }
  return said;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
