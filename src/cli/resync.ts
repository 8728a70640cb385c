import type { Command } from './command.ts';
import { operate, operateOptions } from './operate.ts';

export const resync: Command = {
  name: 'resync',
  summary: 'Plans a resync of provenance to Neo4j, and follows it once it is approved',
  usage:
    'resync [--env NAME] [--yes] [--plan-only] [--no-wait] [--code CODE] [--config FILE] [--json]',
  example: 'hart resync',
  options: operateOptions,
  positionals: [],
  run: ({ options }, terminal) => operate({ operation: 'resync', options: {} }, options, terminal),
};
