import { setTimeout as sleep } from 'node:timers/promises';
import { sendCommand } from '../sandbox/slack/person/command.ts';
import { type Slack, startSlack } from '../sandbox/slack/slack.ts';
import { startBotOnSandbox } from './bot-on-sandbox.ts';
import { runProgramme } from './programme.ts';
import { type BenchRow, comparison } from './row.ts';
import { silent } from './silent.ts';
import type { Sizes } from './sizes.ts';
import { median, percentile } from './statistics.ts';

const most = 1.5;
const texts = ['/hart help', '/hart status'];

/** Milliseconds to each acknowledgement, of the two that are compared. */
interface Pair {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/**
 * How soon a slash command is acknowledged: the bot beside a bare Bolt app. Both run all the time, each with a Slack of
 * its own in this process, and take turns; the bot answers what it acknowledged and watches all the while. A p99 of 500
 * is five commands, of one burst as a rule: so several pairs of fresh processes, and the one with the median ratio.
 */
export async function benchAcknowledgement(sizes: Sizes): Promise<BenchRow[]> {
  const pairs: ReadonlyMap<string, Pair>[] = [];
  while (pairs.length < sizes.pairs) pairs.push(await measurePair(sizes));
  return texts.flatMap((text) =>
    [0.5, 0.99].map((share) => {
      const ratios = pairs
        .flatMap((pair) => pair.get(text) ?? [])
        .map(({ ours, theirs }) => ({
          count: ours.length,
          value: percentile(ours, share),
          beside: percentile(theirs, share),
        }))
        .toSorted((one, other) => one.value / one.beside - other.value / other.beside);
      const middle = median(ratios.map(({ value, beside }) => value / beside));
      const shown = ratios.find(({ value, beside }) => value / beside === middle);
      const all = ratios.map(({ value, beside }) => (value / beside).toFixed(2)).join(', ');
      return comparison(
        {
          what: `${text}: p${share * 100} of ${shown?.count}, ${sizes.atOnce} at a time, median of ${ratios.length} ${ratios.length === 1 ? 'pair' : 'pairs'}`,
          value: shown?.value ?? Number.NaN,
          unit: 'ms',
          beside: shown?.beside ?? Number.NaN,
          besideWhat: 'bare Bolt app',
          notes: [`the pairs, each of two fresh processes: ${all} ×`],
        },
        share === 0.99 ? most : null,
      );
    }),
  );
}

async function measurePair(sizes: Sizes): Promise<ReadonlyMap<string, Pair>> {
  const watched = await startBotOnSandbox('5s');
  const bareSlack = await startSlack({ log: silent });
  const bare = runProgramme(['bench/bare-bolt-app.ts'], {
    SLACK_BOT_TOKEN: bareSlack.tokens.bot,
    SLACK_APP_TOKEN: bareSlack.tokens.app,
    BARE_SLACK_API_URL: bareSlack.apiUrl,
  });
  try {
    await bare.said(/connected/);
    const measured = new Map<string, Pair>();
    for (const text of texts)
      measured.set(text, await inTurns(watched.sandbox.slack, bareSlack, text, sizes));
    return measured;
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
): Promise<Pair> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const count = Math.ceil(commands / rounds);
  // The first round is to warm up both, and not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const turns = [
      async () => {
        const taken = await volley(slack, text, count, atOnce);
        await quiet(slack);
        if (round > 0) ours.push(...taken);
      },
      async () => {
        const taken = await volley(bareSlack, text, count, atOnce);
        if (round > 0) theirs.push(...taken);
      },
    ];
    // The checks of the bot keep this process busy every few seconds: whose turn that is must not be given beforehand.
    if (round > 0) await sleep(Math.random() * 1000);
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  return { ours, theirs };
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
