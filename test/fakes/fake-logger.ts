import type { Logger } from '../../src/domain/logger.ts';

export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

export interface FakeLogger extends Logger {
  readonly lines: LoggedLine[];
}

/** Keeps what is logged. */
export function fakeLogger(lines: LoggedLine[] = [], bound: object = {}): FakeLogger {
  const at = (level: LoggedLine['level']) => (fields: object, message: string) => {
    lines.push({ level, message, fields: { ...bound, ...fields } });
  };
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => fakeLogger(lines, { ...bound, ...fields }),
  };
}
