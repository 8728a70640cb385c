import { existsSync } from 'node:fs';
import type { Command } from './command.ts';
import { configFile, configOption } from './config-file.ts';
import { demo } from './demo.ts';
import { run } from './run.ts';
import { refuseSandbox } from './sandbox-guard.ts';

export const start: Command = {
  name: 'start',
  summary: 'With a hart.yml the bot (run); without one the demo, with everything simulated',
  usage: 'start [--config FILE] [--sandbox] [--port N]',
  example: 'npm start -- --port 7800',
  options: { ...configOption, sandbox: { type: 'boolean' }, port: { type: 'string' } },
  positionals: [],
  run(input, terminal) {
    const { options } = input;
    const file = configFile(options);
    if (options['sandbox'] !== true && existsSync(file)) return run.run(input, terminal);
    if (options['sandbox'] !== true) refuseSandbox(file, terminal.env);
    return demo.run(input, terminal);
  },
};
