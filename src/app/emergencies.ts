import type { GroupRecord } from '../alerting/model.ts';
import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Delivery } from '../delivery/create-delivery.ts';
import { createEmailPath } from '../delivery/email-path.ts';
import {
  createSecondPaths,
  type Emergency,
  type Outcome,
  type SecondPath,
  type SecondPaths,
} from '../delivery/second-path.ts';
import { createWebhookPath } from '../delivery/webhook-path.ts';
import type { IncidentInstance } from '../domain/incident.ts';
import type { Logger } from '../domain/logger.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { alertTitle, instanceName } from '../slack/blocks/incident-words.ts';
import type { Store } from '../store/open-store.ts';
import { rootKey } from '../watching/incident-messages.ts';
import type { IncidentRecord } from '../watching/incidents.ts';
import type { Watcher } from '../watching/watcher.ts';

export interface EmergencyParts {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly watchers: ReadonlyMap<string, Pick<Watcher, 'memory'>>;
  readonly delivery: Pick<Delivery, 'state'>;
  readonly now: () => Instant;
  readonly log: Logger;
}

/** Looks once for criticals that Slack does not have, and sees to it that they reach people another way. */
export interface Emergencies {
  look(): Promise<void>;
  waiting(): Promise<number>;
}

export function createEmergencies(parts: EmergencyParts): Emergencies {
  const { config, store, watchers, delivery, now, log } = parts;
  const { after } = config.alerting.secondPath;
  const paths = pathsOf(parts);
  const second: SecondPaths = createSecondPaths({ paths, records: store.records, now, log });

  async function standing(): Promise<readonly Standing[]> {
    const { awaySince } = await delivery.state();
    const away = awaySince === null ? 0 : now() - awaySince;
    const all = [...watchers.values()].flatMap((watcher) => {
      const { incidents, groups } = watcher.memory();
      return [...incidents.values()].map((incident) =>
        standingOf(incident, groups.get(incident.groupKey)?.suppressed ?? {}, away),
      );
    });
    return Promise.all(all);
  }

  async function standingOf(
    incident: IncidentRecord,
    suppressed: GroupRecord['suppressed'],
    away: Duration,
  ): Promise<Standing> {
    if (incident.resolvedAt !== null) return { incident, outcome: 'resolved', urgent: false };
    const root = await store.messages.byKey(rootKey(incident.id));
    const known = root?.ts !== undefined && root.ts !== null;
    const delivered = known && root.version === root.sentVersion && away === 0;
    if (root === null || delivered) return { incident, outcome: 'delivered', urgent: false };
    // Either nothing gets through, or this one does not: a closed channel, a full plan.
    const overdue = away >= after || (!known && now() - incident.openedAt >= after);
    return { incident, outcome: null, urgent: overdue && isUrgent(incident, suppressed, now()) };
  }

  return {
    async look() {
      if (paths.length === 0) return;
      const all = await standing();
      const outcomes = new Map(all.map(({ incident, outcome }) => [incident.id, outcome]));
      const urgent = all.filter((each) => each.urgent);
      await second.look(
        urgent.map(({ incident }) => emergencyOf(incident, config.sandbox)),
        // What is not known any more was resolved long ago.
        (incident) => (outcomes.has(incident) ? (outcomes.get(incident) ?? null) : 'resolved'),
      );
    },
    waiting: () => second.waiting(),
  };
}

interface Standing {
  readonly incident: IncidentRecord;
  readonly outcome: Outcome | null;
  readonly urgent: boolean;
}

/** What somebody has in hand, has silenced or snoozed, or what a run said it would cause, is no news. */
function isUrgent(
  incident: IncidentRecord,
  suppressed: GroupRecord['suppressed'],
  at: Instant,
): boolean {
  const { severity, isTest, holder, silencedUntil, inWindow, snooze } = incident;
  const isSnoozed = snooze !== null && snooze.until > at;
  const isQuiet = silencedUntil !== null || inWindow !== null || isSnoozed;
  if (severity !== 'critical' || isTest || holder !== null || isQuiet) return false;
  const critical = incident.instances.filter(
    (each) => each.severity === 'critical' && each.resolvedAt === null,
  );
  // A silence tells by itself when it is over; what something else holds back is told by its group's newest look.
  const isHeldBack = ({ fingerprint }: IncidentInstance) =>
    (suppressed[fingerprint] ?? 'silence') !== 'silence';
  return critical.length === 0 || !critical.every(isHeldBack);
}

function emergencyOf(incident: IncidentRecord, sandbox: boolean): Emergency {
  const { id, environment, alert, remedy, openedAt } = incident;
  const open = incident.instances.filter(({ resolvedAt }) => resolvedAt === null);
  const named = open.map((one) => instanceName(one)).filter((name) => name !== '');
  return {
    incident: id,
    environment,
    alert,
    title: alertTitle(alert),
    instances: named.slice(0, 20),
    remedy,
    since: openedAt,
    sandbox,
  };
}

/** The ways to people that do not lead through Slack, as configured. */
export function pathsOf({
  config,
  secrets,
}: Pick<EmergencyParts, 'config' | 'secrets'>): SecondPath[] {
  const { webhook, email } = config.alerting.secondPath;
  const { webhookSecret, emailPassword } = secrets;
  const paths: SecondPath[] = [];
  if (webhook !== null)
    paths.push(createWebhookPath({ url: webhook.url, secret: webhookSecret ?? '' }));
  if (email !== null) {
    const { user, ...place } = email;
    const login = user === null ? null : { user, password: emailPassword ?? '' };
    paths.push(createEmailPath({ ...place, login }));
  }
  return paths;
}
