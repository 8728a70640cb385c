import { code } from '../blocks/escape.ts';
import { proposeInDialog } from '../runs/propose-in-dialog.ts';
import { showRestoreForm } from '../runs/restore-orders.ts';
import { suggest } from '../suggest.ts';
import type { Command } from './command.ts';

const ways = ['copy', 'in-place'] as const;
/** The graph has no form: it goes back to an artifact whole. */
const graph = 'neo4j';
const ofGraph = /^--(?:artifact=|workers-paused$)/;

export const restoreCommand: Command = {
  name: 'restore',
  usage: '/hart restore [copy|in-place|neo4j] [--artifact NAME] [--workers-paused]',
  role: 'operator',
  summary: 'Restores the database as a copy or in place, to a moment that you choose, or the graph',
  example: '/hart restore copy',
  details:
    'Opens a form: which history, until which moment, as a copy or in place. Then the plan with every statement, what is lost and how long it takes. A copy wants one approval, a restore in place two and the typed name; it runs when you press *Start* after that. `neo4j` puts an artifact of the graph in its place, the newest or `--artifact NAME`, after the present one was dumped: two approvals and the typed name, and `--workers-paused` says that whatever writes to the graph was paused.',
  needsEnvironment: true,
  options: ['artifact', 'workers-paused'],
  changes: false,
  dialog: true,
  async run(asked) {
    const [typed = 'copy', ...rest] = asked.args.filter((arg) => !ofGraph.test(arg));
    const given = asked.args.filter((arg) => ofGraph.test(arg));
    const word = typed.toLowerCase();
    if (word === graph && rest.length === 0)
      return await proposeInDialog(asked, 'restore.neo4j', graphOptions(given));
    const how = ways.find((way) => way === word);
    if (how !== undefined && given.length > 0)
      return await asked.say('`--artifact` and `--workers-paused` are for restores of Neo4j.');
    if (how !== undefined && rest.length === 0) return await showRestoreForm(asked, null, how);
    const meant = suggest(typed, [...ways, graph]);
    const hint = meant === null ? '' : ` Did you mean ${code(`/hart restore ${meant}`)}?`;
    await asked.say(
      `The form asks for the moment and all else: ${code(restoreCommand.usage)}.${hint}`,
    );
  },
};

function graphOptions(given: readonly string[]) {
  const artifact = given.find((arg) => arg.startsWith('--artifact='))?.slice('--artifact='.length);
  return {
    workersPaused: given.includes('--workers-paused'),
    ...(artifact === undefined ? {} : { artifact }),
  };
}
