import { HOUR, MINUTE } from './clock.ts';
import { freeBytes } from './free-space.ts';
import type { World } from './world.ts';

/** One thing that the simulated deployment holds. */
export interface Holding {
  readonly name: string;
  readonly text: string;
  /** Whether the thing answers at all. */
  readonly up: boolean;
  /** Each in a line of its own. */
  readonly items?: readonly string[];
}

const questions = {
  atoms: 'SELECT count(*) AS n FROM Hartonomous.dbo.Atom',
  embeddings: 'SELECT count(*) AS n FROM Hartonomous.dbo.AtomEmbedding',
  inference: 'SELECT count(*) AS n FROM Hartonomous.dbo.InferenceRequest',
  phases: 'SELECT count(*) AS n FROM Hartonomous.dbo.OODALoopMetrics',
  letters: 'SELECT count(*) AS n FROM Hartonomous.dbo.Neo4jSyncDeadLetterQueue',
  backups: 'SELECT count(*) AS n FROM msdb.dbo.backupset',
} as const;

const queues = `SELECT name AS n FROM Hartonomous.sys.service_queues WHERE is_ms_shipped = 0`;

/** What the databases hold now, in words for the page: read from the very tables that the bot's statements read. */
export async function readContents(world: World): Promise<readonly Holding[]> {
  await world.refresh();
  const first = async (sql: string) => (await world.engine.admin.rows(sql))[0]?.['n'];
  const count = async (name: keyof typeof questions) => Number((await first(questions[name])) ?? 0);
  const up = !world.activeFaults().has('sql-server-down');
  return [
    {
      name: 'SQL Server',
      text: `${say(await count('atoms'))} atoms, ${say(await count('embeddings'))} embeddings, ${say(await count('phases'))} OODA phases, ${say(await count('inference'))} inferences`,
      up,
    },
    { name: 'Queues', text: await queueWords(world), up },
    {
      name: 'msdb',
      text: `${say(await count('backups'))} backups${await newestBackup(world)}`,
      up,
    },
    { name: 'Databases', ...databaseWords(world), up },
    { name: 'Files', ...fileWords(world), up },
    {
      name: 'Neo4j',
      text: `${say(world.graph.count('Atom'))} atoms in the graph, ${say(await count('letters'))} dead letters`,
      up: !world.graph.down(),
    },
    ...world.replicas.map((replica) => ({
      name: replica.name,
      text: replica.isUp()
        ? `answers ${replica.healthStatus()} in ${replica.answerMs()} ms`
        : 'refuses connections',
      up: replica.isUp() && replica.healthStatus() === 200,
    })),
  ];
}

async function queueWords({ engine }: World): Promise<string> {
  const names = (await engine.admin.rows(queues)).map((row) => String(row['n']));
  if (names.length === 0) return 'no queue';
  const union = names
    .map((name) => `SELECT '${name}' AS name, count(*) AS n FROM Hartonomous.dbo."${name}"`)
    .join(' UNION ALL ');
  const depths = (await engine.admin.rows(`${union} ORDER BY n DESC`)).map((row) => ({
    name: String(row['name']),
    depth: Number(row['n']),
  }));
  const all = depths.reduce((sum, { depth }) => sum + depth, 0);
  const [deepest] = depths;
  const most =
    deepest === undefined || all === 0 ? '' : `, most in ${deepest.name}: ${say(deepest.depth)}`;
  return `${say(all)} messages in ${names.length} queues${most}`;
}

const GIGABYTE = 2 ** 30;
const newestFiles = 3;

/** The application's and what restores made beside it; SQL Server's own are left out. */
function databaseWords({ databases }: World): Pick<Holding, 'text' | 'items'> {
  const mine = databases.all().filter(({ id }) => id > 4);
  const items = mine.map(({ name, state, userAccess, body: { files, properties, options } }) => {
    const bytes = files.reduce((sum, { megabytes }) => sum + megabytes * 2 ** 20, 0);
    const access = userAccess === 'MULTI_USER' ? '' : `, ${userAccess}`;
    const broker = options.isBrokerEnabled ? '' : ', broker off';
    const maker = properties['hart_run'] === undefined ? '' : `, made by ${properties['hart_run']}`;
    return `${name}: ${state}${access}${broker}, ${say(Math.round(bytes / GIGABYTE))} GB${maker}`;
  });
  return { text: `${mine.length} on this server`, items };
}

function fileWords(world: World): Pick<Holding, 'text' | 'items'> {
  const { disk, databases } = world;
  const files = disk.files();
  const free = freeBytes('D:', { disk, databases, faults: world.activeFaults() });
  const made = files.filter(({ isNew }) => isNew).slice(-newestFiles);
  return {
    text: `${say(files.length)} backups on disk, ${say(Math.round(free / GIGABYTE))} GB free on D:`,
    items: made.map(({ path }) => path.replace(/^.*\\/, '')),
  };
}

/** msdb's times are the server's local ones. */
async function newestBackup({ engine, clock }: World): Promise<string> {
  const [row] = await engine.admin.rows(
    'SELECT epoch_ms(max(backup_finish_date)) AS n FROM msdb.dbo.backupset',
  );
  if (row?.['n'] === null || row?.['n'] === undefined) return '';
  const age = clock.now() - (Number(row['n']) - clock.zoneMinutes() * MINUTE);
  const words =
    age < HOUR
      ? `${Math.floor(age / MINUTE)} min`
      : `${(age / HOUR).toFixed(1).replace('.0', '')} h`;
  return `, the newest ${words} ago`;
}

function say(count: number): string {
  return count.toLocaleString('en-US');
}
