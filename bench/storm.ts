import { setTimeout as sleep } from 'node:timers/promises';
import { earlyCalls } from '../sandbox/slack/early-calls.ts';
import { type Slack, startSlack } from '../sandbox/slack/slack.ts';
import type { Message } from '../sandbox/slack/types.ts';
import { type BenchRow, comparison, figure } from './row.ts';
import { silent } from './silent.ts';
import type { Sizes } from './sizes.ts';
import { stormAlertmanager } from './storm-alertmanager.ts';
import { type Storm, storm } from './storm-feed.ts';
import { type StormTaker, stormHart } from './storm-hart.ts';

const pace = { groupWait: 2000, groupInterval: 5000 };
/** Longer than this nobody waits for the last message: milliseconds. */
const patience = 300_000;
const beat = 1000;
/** What fires for so long is there when its group is looked at, however the beats fall: milliseconds. */
const lookedAt = pace.groupWait + pace.groupInterval + 2 * beat;

/** Many alerts at once, half of them flapping, to one Slack with its own limits: the bot and Alertmanager side by side. */
export async function benchStorm({
  stormInstances,
  stormRules,
  stormSeconds,
}: Sizes): Promise<BenchRow[]> {
  const slack = await startSlack({ log: silent, rateLimits: true });
  const weather = storm(stormInstances, stormRules, stormSeconds * 1000);
  const hart = await stormHart(slack, weather.rules, pace);
  const beside = await stormAlertmanager(slack, pace);
  const takers = [hart, ...(beside === null ? [] : [beside])];
  try {
    const started = Date.now();
    const after = await blow(weather, takers);
    const ours = outcomeOf(slack, weather, started, 'COPS', ['chat.postMessage', 'chat.update']);
    const theirs = outcomeOf(slack, weather, started, 'CAUDIT', ['webhook']);
    return rows(
      ours,
      beside === null ? null : theirs,
      weather.lasting(lookedAt).length,
      after[0] ?? Number.NaN,
    );
  } finally {
    for (const taker of takers) await taker.close();
    await slack.close();
  }
}

/** How long each had something to send after the storm: seconds, endless where it still has. */
async function blow(weather: Storm, takers: readonly StormTaker[]): Promise<readonly number[]> {
  const started = Date.now();
  for (let turn = 0; Date.now() - started <= weather.length + beat; turn += 1) {
    await Promise.all(takers.map((taker) => taker.take(weather.at(Date.now() - started))));
    await sleep(Math.max(0, started + (turn + 1) * beat - Date.now()));
  }
  // However slow the machine was: in the end all is well.
  await Promise.all(takers.map((taker) => taker.take(weather.at(weather.length + beat))));
  const over = Date.now();
  return Promise.all(
    takers.map(async (taker) => {
      while (!(await taker.settled())) {
        if (Date.now() - over > patience) return Number.POSITIVE_INFINITY;
        await sleep(200);
      }
      return (Date.now() - over) / 1000;
    }),
  );
}

interface StormOutcome {
  /** In the channel itself: roots and broadcasts. */
  readonly messages: number;
  readonly inThreads: number;
  readonly calls: number;
  readonly refused: number;
  readonly early: number;
  /** Seconds from the first that fires to the first that is announced. */
  readonly first: number;
  /** Seconds from the first that fires until every rule is announced that ever is. */
  readonly all: number;
  /** Rules that were never announced, or never as resolved. */
  readonly lost: number;
  /** Instances that fired long enough for a look at their group, and that no message and no thread names. */
  readonly unnamed: readonly string[];
}

function outcomeOf(
  slack: Slack,
  { rules, lasting }: Storm,
  started: number,
  channel: string,
  methods: readonly string[],
): StormOutcome {
  const messages = slack.state.messages.list(channel);
  const calls = slack.calls.list().filter(({ method }) => methods.includes(method));
  const announced = rules.flatMap((rule) => {
    const times = messages.filter((each) => names(each, rule)).map(({ ts }) => Number(ts) * 1000);
    return times.length === 0 ? [] : [(Math.min(...times) - started) / 1000];
  });
  const ended = rules.filter((rule) =>
    messages.some((each) => names(each, rule) && /resolved/i.test(words(each))),
  );
  const named = new Set(messages.flatMap((each) => words(each).match(/instance-\d+/g) ?? []));
  const refused = calls.filter(({ status }) => status === 429);
  return {
    messages: messages.filter(({ threadTs, broadcast }) => threadTs === null || broadcast).length,
    inThreads: messages.filter(({ threadTs, broadcast }) => threadTs !== null && !broadcast).length,
    calls: calls.length,
    refused: refused.length,
    early: earlyCalls(calls).length,
    first: Math.min(...announced),
    all: Math.max(...announced),
    lost: rules.length - ended.length,
    unnamed: lasting(lookedAt).filter((instance) => !named.has(instance)),
  };
}

function names(message: Message, rule: string): boolean {
  const title = `${rule.charAt(0).toUpperCase()}${rule.slice(1)}`.replace('-', ' ');
  return new RegExp(`(${rule}|${title})(?!\\d)`).test(words(message));
}

function words({ text, blocks, attachments, versions }: Message): string {
  return JSON.stringify([text, blocks, attachments, versions]);
}

function rows(
  ours: StormOutcome,
  theirs: StormOutcome | null,
  lasting: number,
  settled: number,
): BenchRow[] {
  const notes =
    theirs === null
      ? ['Alertmanager is not installed: apt-get install prometheus-alertmanager']
      : [];
  const row = (
    what: string,
    unit: string,
    key: Exclude<keyof StormOutcome, 'unnamed'>,
    most: number | null = null,
    more: readonly string[] = [],
  ) => {
    const base = { what, value: ours[key], unit, notes: more };
    return theirs === null || theirs[key] === 0
      ? figure(base)
      : comparison({ ...base, beside: theirs[key], besideWhat: 'Alertmanager' }, most);
  };
  return [
    row('messages in the channel outside threads', '', 'messages', 1, notes),
    row('messages in threads', '', 'inThreads'),
    row('calls', '', 'calls'),
    row('429 received', '', 'refused'),
    figure({ what: 'calls before their Retry-After had ended', value: ours.early, unit: '' }, 0),
    row('first alert to first announced', 's', 'first'),
    figure(
      {
        what: 'first announced after groupWait',
        value: ours.first - pace.groupWait / 1000,
        unit: 's',
      },
      2,
    ),
    row('first alert to every rule announced', 's', 'all'),
    figure({ what: 'end of the storm to the last message', value: settled, unit: 's' }),
    figure(
      {
        what: 'rules lost: not announced, or not as resolved',
        value: ours.lost,
        unit: '',
        notes: theirs === null ? [] : [`Alertmanager: ${theirs.lost}`],
      },
      0,
    ),
    figure(
      {
        what: `of ${lasting} instances that lasted: named nowhere`,
        value: ours.unnamed.length,
        unit: '',
        notes: ours.unnamed.length === 0 ? [] : [ours.unnamed.slice(0, 10).join(', ')],
      },
      0,
    ),
  ];
}
