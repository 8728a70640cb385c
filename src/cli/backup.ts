import type { OperationName } from '../domain/plan.ts';
import { type Command, UsageError } from './command.ts';
import { operate, operateOptions } from './operate.ts';

const kinds: Readonly<Record<string, OperationName>> = {
  full: 'backup.full',
  diff: 'backup.diff',
  log: 'backup.log',
  neo4j: 'backup.neo4j',
};

export const backup: Command = {
  name: 'backup',
  summary: 'Plans a backup, asks you to agree, and follows it to its end',
  usage:
    'backup full|diff|log|neo4j [--copy-only] [--stripes N] [--workers-paused] [--env NAME] [--yes] [--plan-only] [--no-wait] [--code CODE] [--config FILE] [--json]',
  example: 'hart backup log --yes',
  options: {
    ...operateOptions,
    'copy-only': { type: 'boolean' },
    stripes: { type: 'string' },
    'workers-paused': { type: 'boolean' },
  },
  positionals: ['KIND'],
  async run({ options, positionals: [kind = ''] }, terminal) {
    const operation = kinds[kind];
    if (operation === undefined)
      throw new UsageError(`Back up one of ${Object.keys(kinds).join(', ')}.`);
    return await operate({ operation, options: chosen(options) }, options, terminal);
  },
};

function chosen(options: Readonly<Record<string, string | boolean | undefined>>) {
  const stripes = options['stripes'];
  if (typeof stripes === 'string' && !/^([1-9]|1[0-6])$/.test(stripes))
    throw new UsageError('--stripes wants a number from 1 to 16.');
  return {
    ...(options['workers-paused'] === true ? { workersPaused: true } : {}),
    ...(options['copy-only'] === true ? { copyOnly: true } : {}),
    ...(typeof stripes === 'string' ? { stripes: Number(stripes) } : {}),
  };
}
