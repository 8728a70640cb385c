import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import { createDelivery } from '../delivery/create-delivery.ts';
import type { Logger } from '../domain/logger.ts';
import { HOUR, SECOND } from '../domain/time.ts';
import { createScheduler } from '../scheduler.ts';
import { runLine } from '../slack/blocks/run-line.ts';
import { createSlack } from '../slack/create-slack.ts';
import { createDirectory } from '../slack/directory.ts';
import { createStepUp } from '../step-up/create-step-up.ts';
import { openStore } from '../store/open-store.ts';
import { startHealth } from '../telemetry/health.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { WatchedEnvironment } from '../watching/environment.ts';
import { createViews } from '../watching/views.ts';
import { createWatcher } from '../watching/watcher.ts';
import { wireActing } from './acting.ts';
import {
  alertingSettings,
  observeSettings,
  refreshEvery,
  resolvedRetention,
} from './alerting-settings.ts';
import { createAuditAnchors } from './audit-anchors.ts';
import { tellAuthority } from './authority-news.ts';
import { scheduleBackups } from './backup-schedule.ts';
import { botFacts } from './bot-facts.ts';
import type { Clock } from './clock.ts';
import { nextDigest } from './digest-schedules.ts';
import { enrolmentStore } from './enrolments.ts';
import { examineSelf } from './examine-self.ts';
import { createGroupMembers } from './group-members.ts';
import { incidentWriter } from './incident-writer.ts';
import { liveQuestions } from './live-questions.ts';
import { lookAfter } from './look-after.ts';
import { createMayStill } from './may-still.ts';
import { mentionedNow, onCallNow } from './on-call.ts';
import { createOperationPorts, type EnvironmentPorts } from './operation-ports.ts';
import { runMemories } from './run-memories.ts';
import { createRunNotes } from './run-notes.ts';
import { slackServices } from './services.ts';
import { createShout } from './shout.ts';
import { slackFacts } from './slack-facts.ts';
import { createTargets } from './targets.ts';
import { listenToTerminal } from './terminal.ts';
import { healthy, measured, ready, type VitalSigns } from './vital-signs.ts';
import { watch } from './watch.ts';
import { watchedChecks } from './watched-checks.ts';
import { zoneOffset } from './zone-offset.ts';

/** The running bot. */
export interface App {
  /** Takes no more work, waits for what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Wires every part and starts them: the one place that knows them all. */
export async function startApp(
  config: Config,
  secrets: Secrets,
  clock: Clock,
  log: Logger,
): Promise<App> {
  const { now } = clock;
  const watched = watchedChecks(config);
  const shout = createShout({ config, secrets, now });
  const store = await openStore({
    url: config.store,
    now,
    log,
    soleOwner: true,
    secretKey: secrets.secretKey,
    onForged: ({ run, person }) => {
      shout(null, `An approval of ${run} by ${person} was written into the store by hand.`).catch(
        (err: unknown) => log.error({ err }, 'The second path did not take it'),
      );
    },
  });
  if (secrets.secretKey === null)
    log.warn({}, 'HART_SECRET_KEY is not set: approvals in the store carry no seal');
  const metrics = createMetrics();
  const scheduler = createScheduler({ now, log });
  const names = Object.keys(config.environments);
  const targets = new Map(
    names.map((name) => [name, createTargets(name, config, secrets, now, log)] as const),
  );
  const kick = () => delivery.kick();
  let faults: readonly string[] = [];

  const environments = new Map<string, WatchedEnvironment>();
  for (const [name, { channels, backups }] of Object.entries(config.environments)) {
    const { checks = [], ...rest } = watched.get(name) ?? { disabled: [] };
    const run = targets.get(name)?.run;
    if (run === undefined) continue;
    const watcher = createWatcher({
      environment: name,
      checks,
      probe: run,
      store,
      settings: {
        channel: channels.ops,
        alerting: alertingSettings(config),
        duty: config.onCall,
        zoneOffset,
        writer: incidentWriter(now, (step) => mentionedNow(config, now(), step)),
        refreshEvery: refreshEvery(config),
      },
      observing: observeSettings(config),
      resolvedRetention,
      now,
      log: log.child({ environment: name }),
      onMessages: () => {
        kick();
        slack.homeChanged();
      },
    });
    environments.set(name, { name, watcher, checks, ...rest, rpo: backups.rpo, rto: backups.rto });
  }
  const watchers = new Map(
    [...environments].map(([name, { watcher }]) => [name, watcher] as const),
  );

  const views = createViews({
    environments,
    store,
    timeZone: config.digests.timeZone,
    ...runMemories(store.runs, (name) => ports.get(name)?.ports, now),
    onCall: () => onCallNow(config, now()),
    now,
    bot: () => {
      return botFacts({
        store,
        slack,
        delivery,
        heartbeat: care.heartbeat,
        anchors,
        nextDigest: nextDigest(config, now()),
        faults,
        now,
      });
    },
  });
  const groupHandle = (id: string) => groupMembers.handle(id);
  const ports: ReadonlyMap<string, EnvironmentPorts> = new Map(
    [...targets].map(
      ([name, own]) =>
        [
          name,
          createOperationPorts(
            name,
            config,
            own,
            now,
            log,
            (other) => ports.get(other)?.ports ?? null,
          ),
        ] as const,
    ),
  );
  const anchors = createAuditAnchors({ config, secrets, store, now });
  const stepUp = createStepUp({ secretKey: secrets.secretKey, store: enrolmentStore(store), now });
  const {
    acting,
    acknowledge,
    begin: beginActing,
  } = await wireActing({
    config,
    store,
    environments: ports,
    watchers,
    anchors,
    mayStill: (...asked) => mayStill(...asked),
    stepUp: ({ person }, code) => stepUp.verify(person, code),
    shout,
    groupHandle,
    scheduler,
    now,
    kick: () => {
      kick();
      slack.homeChanged();
    },
    log,
  });
  scheduler.every('run-notes', 5 * SECOND, createRunNotes({ acting, watchers, now, log }));
  scheduleBackups({
    config,
    acting,
    runs: store.runs,
    scheduler,
    async say(environment, key, line) {
      const channel = config.environments[environment]?.channels.ops;
      if (channel === undefined) return;
      const shown = {
        key,
        channel,
        thread: null,
        broadcast: false,
        lane: 'alert' as const,
        content: runLine(line, now()),
      };
      await store.messages.want(shown, now());
      kick();
    },
    now,
    log,
  });
  const operations = { acting, groupHandle, ...liveQuestions(ports) };
  const { slackBotToken: bot, slackAppToken, slackSigningSecret } = secrets;
  const { mode, apiUrl, port } = config.slack;
  const slack = createSlack({
    mode,
    tokens: {
      bot,
      ...(slackAppToken === null ? {} : { app: slackAppToken }),
      ...(slackSigningSecret === null ? {} : { signingSecret: slackSigningSecret }),
    },
    ...(mode === 'http' ? { http: { host: config.http.host, port } } : {}),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    logger: log,
    services: slackServices({ config, views, store, watchers, ...operations, now, kick }),
    now,
  });
  const directory = createDirectory(slack.client, now);
  const groupMembers = createGroupMembers({
    authority: slackFacts(config).authority,
    directory,
    store,
    log,
  });
  const mayStill = createMayStill(slackFacts(config, groupHandle), directory, groupMembers);
  const delivery = createDelivery({
    outbox: store.messages,
    sender: slack.sender,
    now,
    log,
    permalink: (channel: string, ts: string) => slack.link({ channel, ts }),
    onResult: (kind) => metrics.sent(kind),
  });

  const own = { config, secrets, scheduler, store, delivery, watched, watchers, now, log, kick };
  for (const watcher of watchers.values()) await watcher.start();
  const care = lookAfter(own);
  let cycled = false;
  const signs: VitalSigns = {
    care,
    watchers,
    scheduler,
    store,
    slack,
    metrics,
    anchors,
    now,
  };
  const health = await startHealth({
    ...config.http,
    healthy: () => healthy(signs),
    ready: () => ready(signs, cycled),
    metrics: () => measured(signs),
    log,
  });
  await tellAuthority({ config, store, now, kick });
  const terminal = await listenToTerminal({
    config,
    acting,
    acknowledge,
    stepUp,
    directory,
    groupHandle,
    store,
    now,
    log,
  });
  await slack.start();
  delivery.start();
  scheduler.every('group-members', HOUR, () => groupMembers.look());
  beginActing().catch((err: unknown) => log.error({ err }, 'Runs could not be taken over'));
  const begin = async () => {
    await watch({ config, scheduler, store, metrics, watched, watchers, views, now, kick });
    cycled = true;
    log.info({ environments: names }, 'Every check has run once');
    faults = await examineSelf({ config, slack, targets, watchers, log });
  };
  begin().catch((err: unknown) => log.error({ err }, 'The start did not complete'));

  return {
    async stop() {
      log.info({}, 'Stopping');
      await acting.stop(config.shutdown.wait);
      await scheduler.stop();
      await terminal?.close();
      await slack.stop();
      await delivery.stop();
      await health.close();
      await Promise.all([...targets.values()].map((each) => each.close()));
      await store.close();
      clock.stop();
      log.info({}, 'Stopped');
    },
  };
}
