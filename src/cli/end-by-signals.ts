import { constants } from 'node:os';

/** What this wants of Node's `process`. */
export interface SignalledProcess {
  readonly pid: number;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  listenerCount(signal: NodeJS.Signals): number;
  exit(code: number): unknown;
}

/**
 * Gives the first process of a container what every other has: it ends by SIGTERM and SIGINT as long as nobody else listens
 * for them. The kernel spares process 1, so that a stop asked for during the start would be lost, and killing the end of it.
 */
export function endBySignals(process: SignalledProcess): void {
  if (process.pid !== 1) return;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
}
