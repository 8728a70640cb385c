import type { OperationName } from '../../domain/plan.ts';
import { code } from '../blocks/escape.ts';
import { proposeInDialog } from '../runs/propose-in-dialog.ts';
import { suggest } from '../suggest.ts';
import type { Asked, Command } from './command.ts';

const kinds: Readonly<Record<string, OperationName>> = {
  full: 'backup.full',
  diff: 'backup.diff',
  log: 'backup.log',
  neo4j: 'backup.neo4j',
};
const MOST_STRIPES = 16;

export const backupCommand: Command = {
  name: 'backup',
  usage: '/hart backup full|diff|log|neo4j [--copy-only] [--stripes N] [--workers-paused]',
  role: 'operator',
  summary: 'Takes a backup: shows the plan, runs it, reads it back',
  example: '/hart backup log',
  details:
    'Shows the exact statement, file, expected size and time, and what it means for the chain of backups; runs when you confirm. `--copy-only` leaves the chain as it is (full and log), `--stripes N` writes into several files. A dump of Neo4j stops it: `--workers-paused` says that whatever writes to the graph was paused. Progress and result stand in the ops channel.',
  needsEnvironment: true,
  options: ['copy-only', 'stripes', 'workers-paused'],
  changes: false,
  dialog: true,
  async run(asked) {
    const [kind = '', ...rest] = asked.args.filter((arg) => !arg.startsWith('--'));
    const operation = kinds[kind.toLowerCase()];
    if (operation === undefined || rest.length > 0) return await asked.say(wrongKind(kind));
    const options = optionsOf(asked, operation);
    if (typeof options === 'string') return await asked.say(options);
    await proposeInDialog(asked, operation, options);
  },
};

function wrongKind(kind: string): string {
  const meant = kind === '' ? null : suggest(kind.toLowerCase(), Object.keys(kinds));
  const hint = meant === null ? '' : ` Did you mean ${code(`/hart backup ${meant}`)}?`;
  return `Which backup? ${code(backupCommand.usage)}.${hint}`;
}

/** What was typed behind the kind, or what is wrong with it. */
function optionsOf({ args }: Asked, operation: OperationName) {
  const copyOnly = args.includes('--copy-only');
  const typed = args.find((arg) => arg.startsWith('--stripes='))?.slice('--stripes='.length);
  const workersPaused = args.includes('--workers-paused');
  if (operation === 'backup.neo4j')
    return copyOnly || typed !== undefined
      ? 'A Neo4j backup takes `--workers-paused` and no other option.'
      : { workersPaused };
  if (workersPaused) return '`--workers-paused` is for backups of Neo4j.';
  if (copyOnly && operation === 'backup.diff') return 'There is no copy-only differential.';
  if (typed === undefined) return { copyOnly };
  const stripes = Number(typed);
  if (!Number.isInteger(stripes) || stripes < 1 || stripes > MOST_STRIPES)
    return `\`--stripes\` is a number from 1 to ${MOST_STRIPES}.`;
  return { copyOnly, stripes };
}
