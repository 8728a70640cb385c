import { pino } from 'pino';
import type { Logger } from '../domain/logger.ts';
import { createScrubber } from './scrub-line.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * A logger that writes one JSON document a line, and none of `secrets` in any form. Errors belong into the field `err`:
 * their message, stack and causes are written.
 *
 * @param options.write where the lines go; standard output, at once, when left out
 */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly secrets: readonly string[];
  readonly write?: (line: string) => void;
}): Logger {
  const scrub = createScrubber(options.secrets);
  const write = options.write ?? standardOutput();
  return pino(
    {
      level: options.level,
      base: { name: 'hart', pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: pino.stdSerializers.errWithCause,
        error: pino.stdSerializers.errWithCause,
        cause: pino.stdSerializers.errWithCause,
        reason: pino.stdSerializers.errWithCause,
      },
    },
    { write: (line: string) => write(scrub(line)) },
  );
}

/** Synchronous: what is said right before a crash is what one wants to read after it. */
function standardOutput(): (line: string) => void {
  const destination = pino.destination({ fd: 1, sync: true });
  return (line) => void destination.write(line);
}
