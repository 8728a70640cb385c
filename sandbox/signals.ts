import type { Logger } from './slack/types.ts';

/** Closes at SIGINT and SIGTERM, and ends this process then. Answers the function that takes the handlers off. */
export function onSignals(close: () => Promise<void>, log: Logger): () => void {
  const handle = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'SANDBOX: ending');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'SANDBOX: could not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}
