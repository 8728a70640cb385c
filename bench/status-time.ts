import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sendCommand } from '../sandbox/slack/person/command.ts';
import type { Slack } from '../sandbox/slack/slack.ts';
import { startBotOnSandbox } from './bot-on-sandbox.ts';
import { type BenchRow, comparison } from './row.ts';
import type { Sizes } from './sizes.ts';
import { median } from './statistics.ts';

const most = 1.2;
const worked = z.object({ statements: z.array(z.object({ ms: z.number() })) });

/** From `/hart status` to the message in which everything is measured anew, beside the slowest check asked for alone. */
export async function benchStatusTime({ statusRuns, slowness }: Sizes): Promise<BenchRow[]> {
  // Nothing runs by itself meanwhile: what is measured is the command.
  const { sandbox, control, close } = await startBotOnSandbox('1h');
  const workOfServer = async () => {
    const { statements } = worked.parse(await control('GET', 'statements'));
    return statements.reduce((sum, { ms }) => sum + ms, 0);
  };
  try {
    const { slack } = sandbox;
    await control('DELETE', 'statements');
    await answeredOnce(slack);
    const sum = await workOfServer();
    const healthy = await compare(slack, statusRuns, 'a quick server', [
      `one after another, the checks keep the sandbox's databases busy for ${sum.toFixed(0)} ms`,
    ]);
    await control('POST', 'world', { fault: 'sql-server-slow', on: true, with: { ms: slowness } });
    const slow = await compare(
      slack,
      Math.min(2, statusRuns),
      `a server that takes ${slowness} ms for every statement`,
    );
    return [healthy, slow];
  } finally {
    await close();
  }
}

const names = readdirSync(new URL('../sql/checks/', import.meta.url)).map(
  (file) => file.split('.')[0] ?? file,
);

async function answeredOnce(slack: Slack): Promise<void> {
  for (const name of names) await answered(slack, `/hart check ${name}`);
}

async function compare(
  slack: Slack,
  runs: number,
  server: string,
  notes: readonly string[] = [],
): Promise<BenchRow> {
  const whole: number[] = [];
  const alone = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    whole.push(await answered(slack, '/hart status'));
    for (const name of names) alone.get(name)?.push(await answered(slack, `/hart check ${name}`));
  }
  const [slowest = ['', [Number.NaN]]] = [...alone].toSorted(
    ([, one], [, other]) => median(other) - median(one),
  );
  return comparison(
    {
      what: `complete status, ${server}, median of ${runs}`,
      value: median(whole),
      unit: 'ms',
      beside: median(slowest[1]),
      besideWhat: `/hart check ${slowest[0]}`,
      notes,
    },
    most,
  );
}

/** Milliseconds from a command to its final answer. */
async function answered(slack: Slack, text: string): Promise<number> {
  const user = 'UVIEWER';
  const before = new Set(slack.state.messages.list('COPS').map(({ ts }) => ts));
  const begin = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = slack.state.changes.listen(() => {
    const answer = slack.state.messages
      .list('COPS')
      .findLast(({ ts, ephemeralFor }) => ephemeralFor === user && !before.has(ts));
    if (answer !== undefined && !/Measuring anew|Running `/.test(JSON.stringify(answer.blocks)))
      resolve(performance.now() - begin);
  });
  await sendCommand(slack.state, slack.socket, { user, channel: 'COPS', text });
  const late = AbortSignal.timeout(60_000);
  const taken = await Promise.race([promise, sleep(60_000, null, { signal: late, ref: false })]);
  stop();
  if (taken === null) throw new Error(`${text} was not answered`);
  return taken;
}
