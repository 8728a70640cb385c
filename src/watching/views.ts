import type { Labels } from '../domain/alert.ts';
import { askOnce } from '../domain/ask-once.ts';
import type { BackupsView } from '../domain/backups-view.ts';
import { type State, worstState } from '../domain/check.ts';
import type { CheckResult, CheckSummary } from '../domain/check-result.ts';
import type { DigestView } from '../domain/digest-view.ts';
import { Fault } from '../domain/fault.ts';
import type {
  AlertsView,
  Incident,
  IncidentChange,
  MutedInstance,
  Place,
} from '../domain/incident.ts';
import type { QueuesView } from '../domain/queues-view.ts';
import { clockSkew, maxClockSkew } from '../domain/sample.ts';
import type { Status } from '../domain/status.ts';
import { DAY, formatDuration } from '../domain/time.ts';
import { backupsView } from './backups-view.ts';
import type { DigestRequest } from './digest-period.ts';
import { loadTasks } from './digest-store.ts';
import { digestView } from './digest-view.ts';
import type { ViewOptions, WatchedEnvironment } from './environment.ts';
import { rootKey } from './incident-messages.ts';
import type { IncidentRecord } from './incidents.ts';
import { placeOf } from './ports.ts';
import { queuesView, rowsOf } from './queues-view.ts';
import { withTrends } from './row-trends.ts';
import type { ToldDigest } from './send-digest.ts';
import { inForce, planned, silenceName, silenceView } from './silences.ts';
import { botLine, statusView, summaries } from './status-view.ts';
import { timelineOf } from './timeline.ts';
import { queueTrends, subsystemTrends } from './trends.ts';

/** Everything that people can look at, of every environment. */
export interface Views {
  status(environment: string): Promise<Status>;
  refresh(environment: string, onProgress?: (status: Status) => void): Promise<Status>;
  checks(environment: string): Promise<readonly CheckSummary[]>;
  runCheck(environment: string, name: string): Promise<CheckResult | null>;
  queues(environment: string): Promise<QueuesView>;
  alerts(environment: string): Promise<AlertsView>;
  incident(id: string): Promise<Incident | null>;
  incidentAt(place: Place): Promise<Incident | null>;
  timeline(incident: Incident): Promise<readonly IncidentChange[]>;
  wouldMute(environment: string, matchers: Labels): Promise<readonly MutedInstance[]>;
  /** The environment of a silence in force; null when there is none of this id. */
  silenceHome(id: string): Promise<string | null>;
  backups(environment: string): Promise<BackupsView>;
  digest(environment: string): Promise<DigestView>;
  digestOf(request: Omit<DigestRequest, 'timeZone'>): Promise<ToldDigest>;
}

export function createViews(options: ViewOptions): Views {
  const { environments, store, now, timeZone } = options;

  function find(name: string): WatchedEnvironment {
    const environment = environments.get(name);
    if (environment === undefined) throw new Fault('internal', `No environment ${name}`);
    return environment;
  }

  async function incidentView(record: IncidentRecord): Promise<Incident> {
    const { groupKey: _group, lines: _lines, writtenAt: _written, ...incident } = record;
    return { ...incident, place: await placeOf(store, rootKey(record.id)) };
  }

  async function openIncidents({ watcher }: WatchedEnvironment): Promise<readonly Incident[]> {
    const open = [...watcher.memory().incidents.values()].filter(isOpen);
    return Promise.all(open.map(incidentView));
  }

  function silencesOf({ watcher }: WatchedEnvironment) {
    return inForce(watcher.memory().silences, now()).toSorted((one, other) => one.to - other.to);
  }

  /** Those in force, then those to come. */
  function silencesToShow(environment: WatchedEnvironment) {
    const to = planned(environment.watcher.memory().silences, now());
    return [...silencesOf(environment), ...to];
  }

  async function statusOf(name: string): Promise<Status> {
    const environment = find(name);
    const { watcher, checks, disabled, raised = [] } = environment;
    const bot = await options.bot();
    const durations = [...watcher.results().values()].map(({ sample }) => sample.ms);
    const cycle = durations.length === 0 ? null : Math.max(...durations);
    const { waiting, oldest } = bot.outbox;
    const faults = [...bot.faults, ...skewFaults(watcher.results())];
    return statusView({
      environment: name,
      checks,
      disabled,
      raised,
      results: watcher.results(),
      instances: [...watcher.memory().instances.values()],
      trends: await subsystemTrends(name, checks, store, now()),
      openAlerts: await openIncidents(environment),
      bot: botLine({
        sockets: bot.sockets,
        waiting,
        oldest,
        cycle,
        storeBytes: bot.storeBytes,
        faults,
      }),
      outbox: bot.outbox,
      nextDigest: bot.nextDigest,
      silenced: silencesOf(environment).map(({ matchers, to, run }) => ({
        name: `${silenceName(matchers)}${run === null ? '' : ` (run ${run})`}`,
        until: to,
      })),
      muting: watcher.quiet(),
      faults,
      now: now(),
    });
  }

  async function digestOf(request: Omit<DigestRequest, 'timeZone'>): Promise<ToldDigest> {
    const { watcher } = find(request.environment);
    const told = await digestView(
      { ...request, timeZone },
      await statusOf(request.environment),
      watcher.results(),
      [...watcher.memory().incidents.values()],
      store,
    );
    const copies = (await options.copiesDue?.(request.environment)) ?? [];
    return { ...told, view: { ...told.view, due: [...told.view.due, ...copies] } };
  }

  async function refreshed(name: string): Promise<Status> {
    const { watcher, checks } = find(name);
    await Promise.all(checks.map((check) => watcher.look(check.name)));
    return statusOf(name);
  }

  // Everyone sees the same status: who asks while one is being put together gets that one.
  const known = askOnce<Status>();
  const anew = askOnce<Status>();

  return {
    status: (name) => known(name, () => statusOf(name)),
    refresh: (name) => anew(name, () => refreshed(name)),
    checks: async (name) => {
      const { watcher, checks, disabled } = find(name);
      return summaries(checks, disabled, watcher.results(), now());
    },
    async runCheck(name, check) {
      const result = await find(name).watcher.look(check);
      return result === null ? null : withTrends(result, store, now());
    },
    async queues(name) {
      const { watcher } = find(name);
      await Promise.all(
        ['queues', 'undelivered-messages', 'neo4j-sync'].map((check) => watcher.look(check)),
      );
      const results = watcher.results();
      const names = rowsOf(results.get('queues')).map(({ labels }) => labels['queue'] ?? '');
      const trends = await queueTrends(name, names, store, now());
      return queuesView({ environment: name, results, trends, now: now() });
    },
    async alerts(name) {
      const environment = find(name);
      const { incidents } = environment.watcher.memory();
      const ends = [...incidents.values()].flatMap(({ resolvedAt }) => resolvedAt ?? []);
      return {
        environment: name,
        asOf: now(),
        open: await openIncidents(environment),
        silences: silencesToShow(environment).map(silenceView),
        onCall: options.onCall(),
        lastResolvedAt: ends.length === 0 ? null : Math.max(...ends),
      };
    },
    async incident(id) {
      for (const { watcher } of environments.values()) {
        const record = watcher.memory().incidents.get(id);
        if (record !== undefined) return incidentView(record);
      }
      return null;
    },
    async incidentAt({ channel, ts }) {
      const since = now() - 30 * DAY;
      for (const { watcher } of environments.values())
        for (const record of watcher.memory().incidents.values()) {
          if ((record.resolvedAt ?? now()) < since) continue;
          const place = await placeOf(store, rootKey(record.id));
          if (place?.ts === ts && place.channel === channel) return await incidentView(record);
        }
      return null;
    },
    timeline: ({ environment, id }) => timelineOf(store, environment, id),
    async wouldMute(name, matchers) {
      const { watcher } = find(name);
      const open = [...watcher.memory().incidents.values()].filter(isOpen);
      return watcher.wouldMute(matchers).map(({ alert, labels, severity, fingerprint }) => ({
        alert,
        labels,
        severity,
        incident:
          open.find(({ instances }) => instances.some((one) => one.fingerprint === fingerprint))
            ?.id ?? null,
      }));
    },
    async silenceHome(id) {
      for (const environment of environments.values())
        if (silencesToShow(environment).some((silence) => silence.id === id))
          return environment.name;
      return null;
    },
    async backups(name) {
      const { watcher, rpo, rto = null } = find(name);
      const readBack = options.readBacks?.(name);
      await Promise.all(['backup-freshness', 'restorability'].map((check) => watcher.look(check)));
      const results = watcher.results();
      return backupsView({
        environment: name,
        result: results.get('backup-freshness'),
        planned: results.get('restorability'),
        readBack: (await readBack) ?? new Set(),
        stateOf: (alert, database) => alertState(watcher, alert, database),
        rpo,
        rto,
        now: now(),
      });
    },
    async digest(environment) {
      const to = now();
      const asked = {
        environment,
        kind: 'now',
        period: null,
        from: to - DAY,
        to,
        late: false,
      } as const;
      const { view } = await digestOf(asked);
      const tasks = (await loadTasks(store, environment)).filter(({ state }) => state === 'open');
      return { ...view, tasks };
    },
    digestOf,
  };
}

/** Ages are the server's own; but what is compared with our clock, such as a moment to restore to, would be wrong. */
function skewFaults(results: ReadonlyMap<string, CheckResult>): string[] {
  const skews = [...results.values()].flatMap(({ sample }) => clockSkew(sample) ?? []);
  const worst = skews.reduce((most, skew) => (Math.abs(skew) > Math.abs(most) ? skew : most), 0);
  if (Math.abs(worst) <= maxClockSkew) return [];
  const words = worst > 0 ? 'ahead of' : 'behind';
  return [`the server's clock is ${formatDuration(Math.abs(worst))} ${words} this machine's`];
}

function isOpen({ resolvedAt }: IncidentRecord): boolean {
  return resolvedAt === null;
}

function alertState(
  watcher: WatchedEnvironment['watcher'],
  alert: string,
  database: string,
): State {
  const found = [...watcher.memory().instances.values()].filter(
    (each) => each.alert === alert && each.labels['database'] === database,
  );
  return worstState(
    found.map((each) => {
      const present = each.phase === 'firing' || each.phase === 'pending';
      return present ? each.severity : 'ok';
    }),
  );
}
