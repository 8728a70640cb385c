import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startBotOnSandbox } from './bot-on-sandbox.ts';
import { type BenchRow, figure } from './row.ts';

const statementsSchema = z.object({
  statements: z.array(
    z.object({
      at: z.string(),
      target: z.string(),
      text: z.string(),
      params: z.unknown(),
      error: z.unknown(),
    }),
  ),
});
type Statement = z.infer<typeof statementsSchema>['statements'][number];

/** The driver's own first words on each new connection. */
const opening = /^set ansi_nulls on\b/;
const interval = 5000;
/** The checks start within a second and those that rest on others two seconds later: a longer pause ends a cycle. */
const pause = 1200;

/** What one cycle of all checks asks of SQL Server, Neo4j and the API: the first one after the start, and a later one. */
export async function benchCycleStatements(): Promise<BenchRow[]> {
  const { control, close } = await startBotOnSandbox(`${interval}ms`);
  const list = async () => statementsSchema.parse(await control('GET', 'statements')).statements;
  try {
    const first = await list();
    for (let before = -1, now = 0; before !== now; ) {
      before = now;
      await sleep(pause);
      now = (await list()).length;
    }
    await control('DELETE', 'statements');
    await sleep(interval);
    return [...rowsOf('first cycle', first), ...rowsOf('later cycle', await list())];
  } finally {
    await close();
  }
}

function rowsOf(cycle: string, statements: readonly Statement[]): BenchRow[] {
  const toServer = statements.filter(({ target }) => target === 'sql-server');
  const sql = toServer.filter(({ text }) => !opening.test(text));
  const groups = Map.groupBy(
    statements.filter(({ text }) => !opening.test(text)),
    ({ target, text, params }) => `${target} ${text} ${JSON.stringify(params)}`,
  );
  const twice = [...groups.values()].filter((group) => group.length > 1);
  const others = Map.groupBy(
    statements.filter(({ target }) => target !== 'sql-server'),
    ({ target }) => target,
  );
  return [
    figure({
      what: `${cycle}: SQL statements, each a round trip`,
      value: sql.length,
      unit: '',
      notes: [
        `beside them ${toServer.length - sql.length} connections opened`,
        ...[...others].map(([target, { length }]) => `beside them ${length} to ${target}`),
      ],
    }),
    figure(
      {
        what: `${cycle}: statements asked more than once`,
        value: twice.length,
        unit: '',
        notes: twice.map(
          (group) =>
            `${group.length} times: ${group[0]?.target} ${firstWords(group[0]?.text ?? '')}`,
        ),
      },
      0,
    ),
  ];
}

function firstWords(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
