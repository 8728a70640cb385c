import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/load-config.ts';
import type { Acting } from '../domain/acting.ts';
import type { DigestView } from '../domain/digest-view.ts';
import { Fault } from '../domain/fault.ts';
import type { Content } from '../domain/message.ts';
import type { RunState } from '../domain/run.ts';
import type { Status } from '../domain/status.ts';
import { type Instant, SECOND } from '../domain/time.ts';
import { digestBlocks } from '../slack/blocks/digest.ts';
import { runWords } from '../slack/blocks/runs.ts';
import type { SlackServices } from '../slack/services.ts';
import type { Store } from '../store/open-store.ts';
import { placeOf } from '../watching/ports.ts';
import { signOff } from '../watching/sign-off.ts';
import { silenceView } from '../watching/silences.ts';
import { sendTestAlert } from '../watching/test-alert.ts';
import type { Views } from '../watching/views.ts';
import type { Watcher } from '../watching/watcher.ts';
import { verifyAgainstAnchor } from './audit-anchors.ts';
import { homeViewers, rememberHome } from './home-viewers.ts';
import { ownTurns } from './on-call.ts';
import { slackFacts } from './slack-facts.ts';

/** More runs than this are never under way at once. */
const LISTED = 50;

/** What Slack asks of the rest. */
export function slackServices(parts: {
  readonly config: Config;
  readonly views: Views;
  readonly store: Store;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly acting: Acting;
  readonly restoreChoices: SlackServices['restoreChoices'];
  readonly poisonMessage: SlackServices['poisonMessage'];
  readonly groupHandle: NonNullable<SlackServices['facts']['authority']['groupHandle']>;
  readonly now: () => Instant;
  /** The outbox has something new. */
  readonly kick: () => void;
}): SlackServices {
  const {
    config,
    views,
    store,
    watchers,
    acting,
    restoreChoices,
    poisonMessage,
    groupHandle,
    now,
    kick,
  } = parts;
  const watcherOf = (environment: string): Watcher => {
    const watcher = watchers.get(environment);
    if (watcher === undefined) throw new Fault('internal', `No environment ${environment}`);
    return watcher;
  };
  /** What runs and what waits is the engine's to tell, not the checks'. */
  const withRuns = async (status: Status): Promise<Status> => {
    const runs = await acting.list(status.environment, LISTED);
    const inState = (state: RunState) => runs.filter((run) => run.state === state).map(runWords);
    return { ...status, running: inState('running'), waiting: inState('waiting') };
  };
  return {
    ...views,
    status: async (environment) => withRuns(await views.status(environment)),
    refresh: async (environment, onProgress) =>
      withRuns(await views.refresh(environment, onProgress)),
    facts: slackFacts(config, groupHandle),
    acting,
    restoreChoices,
    poisonMessage,
    auditEntries: (count) => store.audit.list(count),
    verifyAudit: () => verifyAgainstAnchor(config, store),
    async testAlert({ environment, userId }) {
      const watcher = watcherOf(environment);
      const sent = await sendTestAlert({
        environment,
        order: `${userId}-${now()}`,
        watcher,
        now,
        sleep: (duration) => sleep(duration),
        patience: config.alerting.groupWait + 10 * SECOND,
      });
      if (sent === null)
        throw new Fault('internal', 'The test alert was not announced in time', {
          hint: 'Look in the log whether something holds it back.',
        });
      return sent;
    },
    async act({ environment, incident, act, by }) {
      const acted = await watcherOf(environment).act(incident, act, by);
      return 'rule' in acted ? acted : null;
    },
    async silence(environment, order) {
      const made = await watcherOf(environment).silence(order);
      return 'rule' in made ? made : silenceView(made);
    },
    async endSilence(environment, id, by) {
      const ended = await watcherOf(environment).endSilence(id, by);
      return 'rule' in ended ? ended : silenceView(ended);
    },
    turnsOf: (person) => ownTurns(config, person, now()),
    homeViewers: () => homeViewers(store),
    homeOpened: (viewer) => rememberHome(store, viewer),
    async signOff(order) {
      const signed = await signOff({ ...order, now: now(), store, write: writeDigest });
      if (signed?.isNew === true) kick();
      return signed;
    },
    async postMessage(message) {
      await store.messages.want(message, now());
      kick();
    },
    async whereIs(key, patience) {
      const deadline = now() + patience;
      for (;;) {
        const place = await placeOf(store, key);
        if (place !== null || now() >= deadline) return place;
        await sleep(100);
      }
    },
    async audit(entry) {
      await store.audit.append(entry);
    },
    claim: (id) => store.envelopes.claim(id, now()),
  };
}

function writeDigest(view: DigestView): Content {
  return digestBlocks(view, null);
}
