import type { Command } from './command.ts';
import { configOption } from './config-file.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks whether tokens, channels, groups, logins and rights are as they must be',
  usage: 'doctor [--config FILE] [--json]',
  example: 'hart doctor',
  options: { ...configOption, json: { type: 'boolean' } },
  positionals: [],
  run: () => Promise.reject(new Error('not built yet')),
};
