import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Means } from '../../src/delivery/means.ts';
import { paceLimits, pausedUntil, unhurried } from '../../src/delivery/pace.ts';
import { present } from '../../src/delivery/presence.ts';
import { sendNext } from '../../src/delivery/send-next.ts';
import { type Lane, lanes } from '../../src/domain/message.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silent } from '../store/temporary-store.ts';
import { dyingOutbox, Killed } from './dying-outbox.ts';
import { fakeSlack, type Mishap } from './fake-slack.ts';

const want = fc.record({
  kind: fc.constant('want' as const),
  root: fc.integer({ min: 0, max: 2 }),
  /** 0 is the root itself. */
  reply: fc.integer({ min: 0, max: 3 }),
  text: fc.constantFrom('a', 'b', 'c', 'd'),
  lane: fc.constantFrom(...lanes),
});
const steps = fc.record({
  kind: fc.constant('steps' as const),
  count: fc.integer({ min: 1, max: 6 }),
});
const death = fc.record({
  kind: fc.constant('death' as const),
  at: fc.constantFrom('attempting', 'sent', 'failed', 'replaced', 'rejected'),
  after: fc.boolean(),
});
/** Slack answers nothing for a while, in which a thread gets quiet replies: they go out together afterwards. */
const absence = fc.record({
  kind: fc.constant('absence' as const),
  root: fc.integer({ min: 0, max: 2 }),
  text: fc.constantFrom('a', 'b', 'c', 'd'),
  calls: fc.integer({ min: 2, max: 6 }),
  how: fc.constantFrom<Mishap>('server-error', 'request-lost'),
});
const event = fc.oneof(
  { weight: 4, arbitrary: want },
  { weight: 3, arbitrary: steps },
  { weight: 2, arbitrary: death },
  { weight: 1, arbitrary: absence },
);
const mishap: fc.Arbitrary<Mishap> = fc.constantFrom(
  'fine',
  'fine',
  'reply-lost',
  'request-lost',
  'rate-limited',
  'server-error',
  'throws',
  'uneditable',
  'invalid-blocks',
);

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;
interface Wanted {
  /** The others are quiet, and may go out together when Slack was away. */
  readonly broadcast: boolean;
  readonly thread: string | null;
  readonly text: string;
}

/** Says whose words it is, also where several are joined in one message. */
function lineOf(key: string, { text }: Wanted): string {
  return `${text} of ${key}`;
}

/** Plays it all in simulated time and goes on until delivery comes to rest. */
async function play(events: readonly Event[], mishaps: readonly Mishap[]) {
  let clock = 1_000_000_000;
  const now = () => clock;
  const store = await openStore({ url: 'sqlite::memory:', now, log: silent });
  const luck = [...mishaps];
  const slack = fakeSlack(now, luck);
  const process = dyingOutbox(store.messages);
  const wanted = new Map<string, Wanted>();
  let pace = unhurried;
  let presence = present;
  let forgotten = 0;
  const means: Means = {
    outbox: process.outbox,
    sender: slack.sender,
    now,
    log: silent,
    limits: paceLimits,
    permalink: () => null,
    deadline: 60_000,
  };

  async function step(): Promise<boolean> {
    try {
      const stepped = await sendNext(means, pace, presence);
      pace = stepped.pace;
      presence = stepped.presence;
      if (stepped.next.kind === 'then' && stepped.next.at === null) return false;
      clock = stepped.next.kind === 'now' ? clock + 50 : Math.max(clock, stepped.next.at ?? 0);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      pace = pausedUntil(unhurried, await store.messages.pauses(now()));
      presence = present;
      if (!error.written) forgotten += 1;
      clock += 5000;
    }
    return true;
  }

  async function ask(key: string, one: Wanted, lane: Lane): Promise<void> {
    wanted.set(key, one);
    const content = { text: lineOf(key, one), blocks: [{ type: 'section' }] };
    const { thread, broadcast } = one;
    const message = { key, channel: 'COPS', thread, broadcast, lane, content };
    await store.messages.want(message, now());
  }

  async function say(number: number, reply: number, text: string, lane: Lane): Promise<void> {
    const root = `incident:${number}`;
    if (reply === 0 || !wanted.has(root))
      await ask(root, { thread: null, broadcast: false, text }, lane);
    // A line of a thread never changes: only what notifies does.
    const isSaid = reply > 1 && wanted.has(`${root}:${reply}`);
    if (reply > 0 && !isSaid)
      await ask(`${root}:${reply}`, { thread: root, broadcast: reply === 1, text }, lane);
  }

  for (const one of events) {
    if (one.kind === 'steps') {
      for (let left = one.count; left > 0; left -= 1) await step();
    } else if (one.kind === 'absence') {
      luck.unshift(...Array.from({ length: one.calls }, () => one.how));
      for (const reply of [2, 3]) await say(one.root, reply, one.text, 'alert');
      await step();
      clock += 90_000;
    } else if (one.kind === 'death') {
      process.killAt(one.at, one.after);
    } else {
      await say(one.root, one.reply, one.text, one.lane);
    }
  }
  process.spare();
  for (let taken = 0; await step(); taken += 1) {
    if (taken > 1000) throw new Error('Delivery does not come to rest');
  }

  const counts = await store.messages.counts();
  const refused = new Set(counts.rejected.map(({ key }) => key));
  const places = new Map<string, string | null>();
  for (const key of wanted.keys()) places.set(key, (await store.messages.byKey(key))?.ts ?? null);
  await store.close();
  // Refused with blocks and without: shown, and not sent for ever. The replies of a refused root wait for it.
  const sendable = [...wanted].filter(
    ([key, { thread }]) => !refused.has(key) && (thread === null || places.get(thread) !== null),
  );
  return { slack, places, sendable, wanted, waiting: counts.waiting, refused, forgotten };
}

type Played = Awaited<ReturnType<typeof play>>;

/** Each names what must never be, and lists where it was. */
const never: Readonly<Record<string, (played: Played) => readonly unknown[]>> = {
  'leaves a wanted message without its newest content': ({ sendable, slack, places }) =>
    sendable.filter(([key, one]) => {
      const place = places.get(key);
      const lines = slack.messages
        // What went out together with others has no place of its own.
        .filter(({ removed }) => !removed)
        .filter(({ ts, threadTs }) => (place === null ? threadTs !== null : ts === place))
        .flatMap(({ content }) => content.text.split('\n'))
        .filter((line) => line === lineOf(key, one));
      return lines.length !== 1;
    }),

  'says one thing of a thread twice': ({ slack }) =>
    repeated(
      slack.messages
        .filter(({ threadTs, frozen }) => threadTs !== null && !frozen)
        .flatMap(({ content }) => content.text.split('\n'))
        .filter((line) => line.includes(' of ')),
    ),

  'calls a method before Slack allows it, restarted or not, unless killed before that was written':
    ({ slack, forgotten }) =>
      forgotten > 0
        ? []
        : slack.calls.filter(({ method, at }, index, calls) =>
            calls.slice(0, index).some((one) => one.method === method && (one.until ?? 0) > at),
          ),

  'leaves anything waiting but the replies of a refused root': (played) => {
    const { wanted, sendable, refused, waiting } = played;
    const held = wanted.size - sendable.length - refused.size;
    return waiting === held ? [] : [{ waiting, held }];
  },

  'posts a message twice': ({ slack }) => repeated(slack.messages.map(({ key }) => key)),

  'leaves a message that was replaced, unless Slack keeps it': ({ slack, refused }) =>
    slack.messages.filter(
      ({ key, frozen, removed, kept }) =>
        frozen && !removed && !kept && !refused.has(key.split('#')[0] ?? ''),
    ),

  'takes away what was not replaced': ({ slack }) =>
    slack.messages.filter(({ frozen, removed }) => removed && !frozen),

  'posts anew what could still be edited': ({ slack }) =>
    repeated(
      slack.messages.filter(({ frozen }) => !frozen).map(({ key }) => key.split('#')[0] ?? ''),
    ),

  'puts a reply elsewhere than into a thread of its root, after it': ({ slack, wanted }) => {
    const known = new Map<string, string>();
    return slack.messages.filter(({ key: name, threadTs, ts }) => {
      const [key = ''] = name.split('#');
      known.set(ts, key);
      const expected = wanted.get(key)?.thread ?? null;
      return (threadTs === null ? null : known.get(threadTs)) !== expected;
    });
  },

  'notifies twice for one message': ({ slack }) =>
    repeated(
      slack.messages.filter(({ broadcast }) => broadcast).map(({ key }) => key.split('#')[0] ?? ''),
    ),

  'calls late what replaces another': ({ slack }) =>
    slack.messages.filter(({ content, key }) => key.includes('#') && /^late/m.test(content.text)),

  'posts faster than once a second': ({ slack }) =>
    slack.calls
      .filter(({ method }) => method === 'post')
      .filter(({ at }, index, posts) => at - (posts[index - 1]?.at ?? 0) < 1000),

  'edits one message more often than every three seconds': ({ slack }) =>
    slack.calls.filter(
      ({ method, key, at }, index, calls) =>
        method === 'edit' &&
        calls.some(
          (one, other) =>
            other < index && one.method === 'edit' && one.key === key && at - one.at < 3000,
        ),
    ),
};

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) < index);
}

describe('delivery, whatever Slack does and wherever we are killed, never', () => {
  it.each(Object.entries(never))('%s', { timeout: 120_000 }, async (_, where) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 25 }),
        fc.array(mishap, { maxLength: 30 }),
        async (events, mishaps) => {
          expect(where(await play(events, mishaps))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
