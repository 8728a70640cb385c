import { followClock, systemClock } from '../app/clock.ts';
import { secretValues } from '../config/secrets.ts';
import { Fault } from '../domain/fault.ts';
import { SECOND } from '../domain/time.ts';
import { createLogger } from '../telemetry/logger.ts';
import type { Command } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';

export const run: Command = {
  name: 'run',
  summary: 'The bot',
  usage: 'run [--config FILE]',
  example: 'hart run --config /etc/hart/hart.yml',
  options: { ...configOption, 'clock-from': { type: 'string' } },
  positionals: [],
  async run({ options }, terminal) {
    const { config, secrets } = requireConfig(options, terminal);
    const log = createLogger({ level: 'info', secrets: secretValues(secrets) });
    const clockFrom = options['clock-from'];
    if (typeof clockFrom === 'string' && !config.sandbox)
      throw new Fault('config-invalid', '--clock-from is for the sandbox only.', {
        hint: 'Remove it: the bot keeps its own time.',
      });
    const clock = typeof clockFrom === 'string' ? await followClock(clockFrom, log) : systemClock;
    // Drivers and Bolt are loaded only now: "hart help" should not wait for them.
    const { startApp } = await import('../app/app.ts');
    const app = await startApp(config, secrets, clock, log);
    await new Promise<void>((stop) => {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    });
    // Whatever hangs must not keep the process from ending in its time.
    setTimeout(() => process.exit(1), config.shutdown.wait + 5 * SECOND).unref();
    await app.stop();
    return 0;
  },
};
