import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/load-config.ts';
import { groupName, type Refusal } from '../domain/authority.ts';
import { type Complaint, Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { WantedMessage } from '../domain/message.ts';
import type { Agent, Run } from '../domain/run.ts';
import { runCardKey } from '../domain/run-card-key.ts';
import { type Instant, MINUTE, SECOND } from '../domain/time.ts';
import { type ActingEngine, createActing } from '../operations/acting/create-acting.ts';
import type { Operation } from '../operations/acting/operation.ts';
import type { ActingParts, MayStill } from '../operations/acting/ports.ts';
import { operations } from '../operations/catalogue.ts';
import type { Scheduler } from '../scheduler.ts';
import type { MayApprove } from '../slack/blocks/approver-words.ts';
import { runLine } from '../slack/blocks/run-line.ts';
import { runMessages } from '../slack/blocks/run-messages.ts';
import type { Store } from '../store/open-store.ts';
import type { Watcher } from '../watching/watcher.ts';
import type { AuditAnchors } from './audit-anchors.ts';
import { configHashOf, sha256 } from './authority-news.ts';
import { consentComplaints, consentOf } from './consents.ts';
import type { EnvironmentPorts } from './operation-ports.ts';

export interface ActingWiring {
  readonly config: Config;
  readonly store: Store;
  readonly environments: ReadonlyMap<string, EnvironmentPorts>;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly anchors: AuditAnchors;
  readonly mayStill: MayStill;
  readonly stepUp: (agent: Agent, code: string | undefined) => Promise<Refusal | null>;
  readonly shout: ActingParts['shout'];
  /** What Slack calls a group; null while it has not said so. */
  readonly groupHandle?: (id: string) => string | null;
  readonly scheduler: Scheduler;
  readonly now: () => Instant;
  readonly kick: () => void;
  readonly log: Logger;
  /** Those of the catalogue when left out. */
  readonly known?: readonly Operation[];
}

/** How long a run's maintenance window lives without word of its run. */
const windowLease = 2 * MINUTE;

export interface WiredActing {
  readonly acting: ActingEngine;
  /** Takes over what another process left, and lets time count. */
  readonly begin: () => Promise<void>;
  /** An admin has looked at a store that is older than its anchor: what it says counts from now on (S49). */
  readonly acknowledge: (by: Agent) => Promise<Refusal | null>;
}

/** The engine of operations with its real parts. */
export async function wireActing(wiring: ActingWiring): Promise<WiredActing> {
  const {
    config,
    store,
    anchors,
    scheduler,
    log,
    known = operations,
    groupHandle = unknownHandle,
  } = wiring;
  refuseToStart(consentComplaints(config, known));
  let behind = await anchors.behind();
  if (behind !== null) log.error({ why: behind.message }, 'The store is older than its anchor');
  const acting = createActing({
    ...speaking(wiring),
    catalogue: new Map(known.map((operation) => [operation.name, operation])),
    ports: (environment) => placeOf(wiring, environment).ports,
    openSession: (run) => placeOf(wiring, run.order.environment).openSession(run),
    runs: store.runs,
    transaction: (work) => store.transaction(work),
    async audit(entry) {
      await store.audit.append(entry);
    },
    anchor: () => anchors.send(),
    mayStill: wiring.mayStill,
    consent: (environment, operation) => consentOf(config, environment, operation),
    approvers: (environment) => approverNames(whoMayApprove(config, environment, groupHandle)),
    stepUp: wiring.stepUp,
    hash: sha256,
    configHash: configHashOf(config),
    windows: windowsOf(wiring),
    closed: async () => behind,
    worker: randomUUID(),
    clock: () => store.clock.tick(),
    sleep: async (duration) => {
      // A stop that waited less than it might must not keep the process.
      await sleep(duration, undefined, { ref: false });
    },
    log: log.child({ part: 'acting' }),
  });
  return {
    acting,
    async begin() {
      await acting.recover();
      scheduler.every('acting', SECOND, () => acting.tick());
    },
    async acknowledge({ actor, person }) {
      if (behind === null) return nothingBehind;
      // What was agreed to or begun before the copy ends first, while nothing else is taken.
      await acting.recover();
      await store.audit.append({
        at: wiring.now(),
        actor,
        person,
        action: 'acknowledge',
        environment: null,
        outcome: 'done',
        detail: { rule: behind.rule, what: behind.message },
      });
      // A place that does not take it is shown in the status, and must not keep the others waiting.
      await anchors.send().catch((err: unknown) => log.error({ err }, 'No anchor was taken'));
      behind = null;
      return null;
    },
  };
}

const unknownHandle = () => null;

/** People, and the groups where they count. */
function whoMayApprove(
  { roles, environments, people, approversFromGroup }: Config,
  environment: string,
  groupHandle: NonNullable<ActingWiring['groupHandle']>,
): MayApprove {
  const { people: listed = [], groups = [] } =
    environments[environment]?.roles.approver ?? roles.approver ?? {};
  return {
    people: listed.map((name) => ({ name, slackUserId: people[name]?.slack[0] ?? null })),
    groups: (approversFromGroup ? groups : []).map((id) => ({ id, handle: groupHandle(id) })),
  };
}

/** For refusals. */
function approverNames({ people, groups }: MayApprove): readonly string[] {
  const handles = groups.map(({ id, handle }) => `members of ${groupName(id, handle)}`);
  return [...people.map(({ name }) => name), ...handles];
}

const nothingBehind: Refusal = {
  kind: 'refusal',
  rule: 'S49',
  message: 'The store is as it was anchored: there is nothing to acknowledge.',
  hint: '`hart audit verify` proves it.',
};

function refuseToStart(complaints: readonly Complaint[]): void {
  if (complaints.length === 0) return;
  const lines = complaints.map(({ path, message, hint }) => `  ${path} ${message}\n      ${hint}`);
  throw new Fault('config-invalid', `The consent can't be used:\n${lines.join('\n')}`, {
    hint: '"hart config check" lists what remains.',
  });
}

function placeOf({ environments }: ActingWiring, name: string): EnvironmentPorts {
  const place = environments.get(name);
  if (place === undefined) throw new Fault('internal', `No environment ${name}`);
  return place;
}

/** What all can see of runs: the card, those whom it calls, and the lines of its thread. */
function speaking({
  config,
  store,
  now,
  kick,
  shout,
  groupHandle = unknownHandle,
}: ActingWiring): Pick<ActingParts, 'show' | 'tell' | 'shout'> {
  const channelOf = (run: Run) => config.environments[run.order.environment]?.channels.ops;
  const want = async (messages: readonly WantedMessage[]) => {
    for (const message of messages) await store.messages.want(message, now());
    kick();
  };
  return {
    shout,
    async show(run) {
      const channel = channelOf(run);
      if (channel === undefined || isQuiet(run)) return;
      const mayApprove = {
        ...whoMayApprove(config, run.order.environment, groupHandle),
        others: (run.plan.approversOf ?? []).map((environment) => ({
          environment,
          ...whoMayApprove(config, environment, groupHandle),
        })),
      };
      const elsewhere = mayApprove.others
        .map(({ environment }) => ({
          environment,
          channel: config.environments[environment]?.channels.ops ?? channel,
        }))
        .filter((other) => other.channel !== channel);
      await want(runMessages(run, { now: now(), channel, mayApprove, elsewhere }));
    },
    async tell(run, line, to) {
      const channel = channelOf(run);
      if (channel === undefined || run.confirmedAt === null || isQuiet(run)) return;
      const isCalm = run.state === 'running' || run.endedAt !== null;
      await want([
        {
          // The same change said again, as after a crash, is the same line.
          key: `run:${run.id}:line:${run.version}:${sha256(line).slice(0, 8)}`,
          channel,
          thread: runCardKey(run.id),
          broadcast: false,
          lane: isCalm ? 'alert' : 'approval',
          content: runLine(line, now(), to),
        },
      ]);
    },
  };
}

/** What the schedule takes is spoken of only when it goes wrong. */
function isQuiet({ scheduled, state }: Run): boolean {
  return scheduled && !['failed', 'stopped', 'incomplete'].includes(state);
}

function windowsOf({ watchers, log }: ActingWiring): ActingParts['windows'] {
  const watcherOf = ({ order }: Run) => watchers.get(order.environment);
  return {
    async open(run, { mutes, title }) {
      if (mutes.length === 0) return;
      const refused = await watcherOf(run)?.openWindow({
        run: run.id,
        environment: run.order.environment,
        target: null,
        mutes,
        lease: windowLease,
        person: run.order.by.person,
        purpose: title,
      });
      if (refused) log.warn({ run: run.id, why: refused.message }, 'No window was opened');
    },
    async extend(run) {
      if (run.plan.mutes.length > 0) await watcherOf(run)?.extendWindow(run.id, windowLease);
    },
    async close(run) {
      await watcherOf(run)?.closeWindow(run.id);
    },
  };
}
