import { setTimeout as sleep } from 'node:timers/promises';
import { sendCommand } from '../sandbox/slack/person/command.ts';
import { type Slack, startSlack } from '../sandbox/slack/slack.ts';
import { startBotOnSandbox } from './bot-on-sandbox.ts';
import { runProgramme } from './programme.ts';
import { type BenchRow, comparison } from './row.ts';
import { silent } from './silent.ts';
import type { Sizes } from './sizes.ts';
import { percentile } from './statistics.ts';

const most = 1.5;

/**
 * How soon a slash command is acknowledged: the bot beside a bare Bolt app. Both run all the time, each with a Slack of
 * its own in this process, and take turns; the bot answers what it acknowledged and watches all the while.
 */
export async function benchAcknowledgement(sizes: Sizes): Promise<BenchRow[]> {
  const watched = await startBotOnSandbox('5s');
  const bareSlack = await startSlack({ log: silent });
  const bare = runProgramme(['bench/bare-bolt-app.ts'], {
    SLACK_BOT_TOKEN: bareSlack.tokens.bot,
    SLACK_APP_TOKEN: bareSlack.tokens.app,
    BARE_SLACK_API_URL: bareSlack.apiUrl,
  });
  try {
    await bare.said(/connected/);
    const { slack } = watched.sandbox;
    const rows: BenchRow[] = [];
    for (const text of ['/hart help', '/hart status']) {
      const [ours, theirs] = await inTurns(slack, bareSlack, text, sizes);
      for (const share of [0.5, 0.99])
        rows.push(
          comparison(
            {
              what: `${text}: p${share * 100} of ${ours.length}, ${sizes.atOnce} at a time`,
              value: percentile(ours, share),
              unit: 'ms',
              beside: percentile(theirs, share),
              besideWhat: 'bare Bolt app',
            },
            share === 0.99 ? most : null,
          ),
        );
    }
    return rows;
  } finally {
    await bare.stop();
    await bareSlack.close();
    await watched.close();
  }
}

async function inTurns(
  slack: Slack,
  bareSlack: Slack,
  text: string,
  { commands, atOnce, rounds }: Sizes,
): Promise<[number[], number[]]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first round is to warm up, and not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const count = Math.ceil(commands / rounds);
    const both = [await volley(slack, text, count, atOnce), []];
    await quiet(slack);
    both[1] = await volley(bareSlack, text, count, atOnce);
    if (round === 0) continue;
    ours.push(...(both[0] ?? []));
    theirs.push(...(both[1] ?? []));
  }
  return [ours, theirs];
}

/** Sends `count` commands, never more than `atOnce` unacknowledged; milliseconds until each acknowledgement. */
async function volley(slack: Slack, text: string, count: number, atOnce: number) {
  const taken: number[] = [];
  let left = count;
  const sender = async (): Promise<void> => {
    while (left-- > 0) {
      const begin = performance.now();
      const request = { user: 'UVIEWER', channel: 'COPS', text };
      const { acked } = await sendCommand(slack.state, slack.socket, request);
      if (!acked) throw new Error(`${text} was not acknowledged`);
      taken.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return taken;
}

/** Until every answer has been given: what is left over would be held against the other one. */
async function quiet(slack: Slack): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    await sleep(400);
    now =
      slack.calls.list().at(-1) === undefined ? 0 : Date.parse(slack.calls.list().at(-1)?.at ?? '');
  }
}
