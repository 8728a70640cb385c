import type { AlertingConfig } from '../../src/alerting/model.ts';
import { botAlerting, defaultObserving } from '../../src/alerting/settings.ts';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import type { Rule } from '../../src/domain/check.ts';
import type { Actor, Incident, IncidentChange } from '../../src/domain/incident.ts';
import type { Content } from '../../src/domain/message.ts';
import type { OutboxEntry } from '../../src/domain/outbox.ts';
import type { Outcome, Row, Sample, UnknownReason } from '../../src/domain/sample.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import type { IncidentRecord } from '../../src/watching/incidents.ts';
import { timelineOf } from '../../src/watching/timeline.ts';
import { createWatcher, type Watcher } from '../../src/watching/watcher.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

export const vera: Actor = { person: 'vera', slackUserId: 'UVIEWER' };
export const otto: Actor = { person: 'otto', slackUserId: 'UOPERATOR' };

const usualRules = [
  aRule(),
  aRule({ severity: 'critical', when: { comparison: '>', threshold: 5000 } }),
];

/** A watcher over a real store whose queues are as deep as the test says, and whose clock is the test's. */
export interface WatchedQueues {
  readonly store: Store;
  readonly now: () => Instant;
  readonly watcher: () => Watcher;
  /** A new watcher on the same store, which is opened anew where it is a file. */
  restart(): Promise<void>;
  /** Takes a sample now. */
  see(depths: Readonly<Record<string, number>>): Promise<void>;
  /** So it is from now on; nobody has looked yet. */
  becomes(depths: Readonly<Record<string, number>>): void;
  /** Takes a sample that cannot tell. */
  fail(reason: UnknownReason): Promise<void>;
  /** Lets time pass, second by second where something is due. */
  pass(duration: number): Promise<void>;
  /** Lets time pass without the bot. */
  sleep(duration: number): void;
  /** All messages, in the order of their keys. */
  messages(): Promise<readonly OutboxEntry[]>;
  /** What the lines of the thread say, in their order, mentions marked. */
  thread(incident: string): Promise<readonly string[]>;
  /** All that happened to an incident, as it is kept. */
  timeline(incident: string): Promise<readonly IncidentChange[]>;
  incident(): IncidentRecord;
  close(): Promise<void>;
}

const say = (text: string): Content => ({ text, blocks: [] });

/** What is other than usual. */
interface Kept {
  readonly rules?: readonly Rule[];
  /** Where the store is; in memory when left out. */
  readonly file?: string | null;
  /** More lines of a root message. */
  readonly moreOf?: (incident: Incident) => readonly string[];
}

export async function watchQueues(
  escalation = [10 * MINUTE, 30 * MINUTE],
  alerting: Partial<AlertingConfig> = {},
  { rules = usualRules, file = null, moreOf = () => [] }: Kept = {},
): Promise<WatchedQueues> {
  const check = aCheck({ rules });
  let now = Date.parse('2026-01-01T00:00:00Z');
  let seen: Outcome = { kind: 'rows', rows: [] };
  const url = `sqlite:${file ?? ':memory:'}`;
  let store = await openStore({ url, now: () => now, log: silentLogger });
  let watcher = await start();

  async function start(): Promise<Watcher> {
    const started = createWatcher({
      environment: 'production',
      checks: [check],
      probe: async ({ name }): Promise<Sample> => ({
        environment: 'production',
        check: name,
        at: now,
        ms: 5,
        variant: null,
        replica: null,
        serverTime: now,
        startedAt: null,
        outcome: seen,
      }),
      store,
      settings: {
        channel: 'COPS',
        alerting: botAlerting({
          groupWait: 10 * SECOND,
          groupInterval: 30 * SECOND,
          ...alerting,
        }),
        duty: { heldFor: 8 * HOUR, remindBefore: HOUR, escalation },
        zoneOffset,
        writer: {
          root: (incident) => {
            const { severity, holder, silencedUntil, resolvedAt } = incident;
            const words = [
              resolvedAt === null ? severity : 'over',
              holder?.person ?? 'nobody',
              ...(silencedUntil === null ? [] : ['silenced']),
            ];
            return say([words.join(' '), ...moreOf(incident)].join('\n'));
          },
          line: (_, { kind, detail, names }) => {
            const all = (names ?? []).map(({ queue }) => queue).join(' ');
            return say(
              [kind, ...(detail === null ? [] : [`: ${detail}`]), all && `: ${all}`].join(''),
            );
          },
          mention: (_, { number, waited }) =>
            say(
              `mention ${number}${waited === null ? '' : ` after ${Math.floor(waited / MINUTE)} min`}`,
            ),
        },
        refreshEvery: MINUTE,
      },
      observing: defaultObserving,
      resolvedRetention: 15 * MINUTE,
      now: () => now,
      log: silentLogger,
      onMessages() {},
    });
    await started.start();
    return started;
  }

  async function messages(): Promise<readonly OutboxEntry[]> {
    for (;;) {
      const [unsent] = (await store.messages.due(1000)).filter(({ ts }) => ts === null);
      if (unsent === undefined) break;
      await store.messages.sent(unsent.key, String(now), 0, now);
    }
    return store.messages.due(1000);
  }

  return {
    get store() {
      return store;
    },
    messages,
    now: () => now,
    watcher: () => watcher,
    async restart() {
      if (file !== null) {
        await store.close();
        store = await openStore({ url, now: () => now, log: silentLogger });
      }
      watcher = await start();
    },
    async see(depths) {
      seen = { kind: 'rows', rows: rowsOf(depths) };
      await watcher.run('queues');
    },
    becomes(depths) {
      seen = { kind: 'rows', rows: rowsOf(depths) };
    },
    async fail(reason) {
      seen = { kind: 'unknown', reason, detail: `for ${reason}` };
      await watcher.run('queues');
    },
    async pass(duration) {
      const until = now + duration;
      const pace = Math.max(SECOND, Math.min(10 * SECOND, duration / 10));
      while (now < until) {
        now = Math.min(until, now + pace);
        await watcher.tick();
      }
    },
    sleep(duration) {
      now += duration;
    },
    async thread(incident) {
      const all = await messages();
      return all
        .filter(({ thread }) => thread === `incident:${incident}:root`)
        .toSorted((one, other) => numberOf(one.key) - numberOf(other.key))
        .map(({ content, broadcast }) => `${content.text}${broadcast ? ' (to all)' : ''}`);
    },
    timeline: (incident) => timelineOf(store, 'production', incident),
    incident() {
      const newest = [...watcher.memory().incidents.values()].toSorted(
        (one, other) => other.openedAt - one.openedAt,
      )[0];
      if (newest === undefined) throw new Error('there is no incident');
      return newest;
    },
    close: () => store.close(),
  };
}

function numberOf(key: string): number {
  return Number(key.split(':').at(-1));
}

function rowsOf(depths: Readonly<Record<string, number>>): readonly Row[] {
  return Object.entries(depths).map(([queue, depth]) => ({ labels: { queue }, values: { depth } }));
}
