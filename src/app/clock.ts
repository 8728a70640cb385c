import type { Logger } from '../domain/logger.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';

/** The bot's clock. */
export interface Clock {
  readonly now: () => Instant;
  stop(): void;
}

export const systemClock: Clock = { now: Date.now, stop() {} };

/** Follows another clock over HTTP (`{"now": ISO}`), so that a rehearsal can let days pass in seconds. */
export async function followClock(url: string, log: Logger): Promise<Clock> {
  let ahead: Duration = 0;
  const look = async () => {
    const reply = await fetch(url);
    const { now }: { now?: unknown } = Object(await reply.json());
    const at = typeof now === 'string' ? Date.parse(now) : Number.NaN;
    // Forward only: the store refuses a clock that goes back.
    if (Number.isFinite(at)) ahead = Math.max(ahead, at - Date.now());
  };
  await look();
  const timer = setInterval(() => {
    look().catch((err: unknown) => log.warn({ err }, 'Cannot follow the other clock'));
  }, SECOND / 2);
  return { now: () => Date.now() + ahead, stop: () => clearInterval(timer) };
}
