import type { Logger } from '../domain/logger.ts';

/** For commands whose answer is what they print: nothing else is written. */
export const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => quietLogger,
};
