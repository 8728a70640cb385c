import { bindRules } from '../alerting/bind.ts';
import type {
  AlertRule,
  InstanceDelta,
  InstanceRecord,
  ObserveSettings,
} from '../alerting/model.ts';
import { observe } from '../alerting/observe.ts';
import { reconcile } from '../alerting/reconcile.ts';
import { expired } from '../alerting/retain.ts';
import type { Labels, Transition } from '../domain/alert.ts';
import type { Refusal } from '../domain/authority.ts';
import type { Check } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Actor, IncidentAct, SilenceOrder } from '../domain/incident.ts';
import type { Logger } from '../domain/logger.ts';
import type { Sample } from '../domain/sample.ts';
import type { QuietView } from '../domain/status.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { WindowOrder } from '../domain/window.ts';
import { decideAbsence } from './absence.ts';
import { bygone, forgetIncidents } from './forget-incidents.ts';
import type { IncidentRecord } from './incidents.ts';
import { judge } from './judge.ts';
import {
  blankMemory,
  loadMemory,
  type Memory,
  merged,
  noChange,
  remember,
  storeChange,
} from './memory.ts';
import { nextStepAt } from './next-step.ts';
import { decideAct, decideEnd, decideSilence, type Granted } from './people.ts';
import type { RunProbe, WatchStore } from './ports.ts';
import { quietNow } from './quiet-times.ts';
import { muted, type SilenceRecord } from './silences.ts';
import { decideStep, type Outcome, type StepSettings } from './step.ts';
import { uncounted } from './uncounted.ts';
import { checksMuted, decideClosing, decideExtension, decideWindow } from './windows.ts';
import { withdrawMentions } from './withdraw-mentions.ts';
import { wordsOf } from './words.ts';

export interface WatcherOptions {
  readonly environment: string;
  readonly checks: readonly Check[];
  readonly probe: RunProbe;
  readonly store: WatchStore;
  readonly settings: Omit<StepSettings, 'checks'>;
  readonly observing: ObserveSettings;
  readonly resolvedRetention: Duration;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Messages are waiting in the outbox. */
  readonly onMessages: () => void;
}

/** Watches one environment: samples in, alerts and messages out, all of it durable before it is said. */
export interface Watcher {
  /** Loads what was known; call it before anything else. */
  start(): Promise<void>;
  /** Runs a check and takes its sample into account. Two at once of the same check share one run. */
  run(name: string): Promise<CheckResult | null>;
  /** Runs a check for a person: counts for alerts only if the last counted sample is old enough. */
  look(name: string): Promise<CheckResult | null>;
  /** Takes a sample that was made elsewhere, such as the test alert's. */
  take(check: Check, sample: Sample): Promise<void>;
  /** Sends what has become due by the clock alone. */
  tick(): Promise<void>;
  /** Does what someone asks of an incident; one after the other, so that the first of two wins. */
  act(incident: string, act: IncidentAct, by: Actor): Promise<IncidentRecord | Refusal>;
  silence(order: SilenceOrder): Promise<SilenceRecord | Refusal>;
  endSilence(id: string, by: Actor): Promise<SilenceRecord | Refusal>;
  /** Opens a run's maintenance window, or extends the one that it has. */
  openWindow(order: WindowOrder): Promise<Refusal | null>;
  /** False: it is over already. */
  extendWindow(run: string, lease: Duration): Promise<boolean>;
  closeWindow(run: string): Promise<void>;
  /** Forgets incidents that were over before then, with their timelines; how many they were. */
  forget(before: Instant): Promise<number>;
  /** What fires now and would be muted. */
  wouldMute(matchers: Labels): readonly InstanceRecord[];
  /** The configured hours that keep something quiet now. */
  quiet(): readonly QuietView[];
  memory(): Memory;
  /** The newest result of each check, counted or not; right after the start by the stored samples. */
  results(): ReadonlyMap<string, CheckResult>;
}

export function createWatcher(options: WatcherOptions): Watcher {
  const { environment, probe, store, observing, now, log } = options;
  const checks = new Map(options.checks.map((check) => [check.name, check]));
  const rules = new Map(options.checks.map((check) => [check.name, bindRules(check, environment)]));
  const settings: StepSettings = { ...options.settings, checks };
  const running = new Map<string, { counts: boolean; readonly result: Promise<CheckResult> }>();
  let memory: Memory = blankMemory;
  const latest = new Map<string, CheckResult>();
  let turn: Promise<unknown> = Promise.resolve();
  let nextAt: Instant | null = null;

  /** One step after another: each rests on the memory that the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function carryOut(
    { change, messages }: Outcome,
    sample: Sample | null,
    words: Memory['words'],
  ): Promise<void> {
    const stored = await store.transaction(async () => {
      if (sample !== null) await store.samples.save(sample);
      const whole = await withdrawMentions(store, change, now());
      await storeChange(store, environment, whole);
      for (const message of messages) await store.messages.want(message, now());
      return whole;
    });
    memory = remember(memory, stored, sample, words);
    nextAt = nextStepAt(memory, settings.duty, now());
    if (messages.length > 0) options.onMessages();
  }

  /** What someone wishes, in its turn: done and stored when it resolves, or refused. */
  function grant<T>(decide: (at: Instant) => Granted<T> | Refusal): Promise<T | Refusal> {
    return inTurn(async () => {
      const decided = decide(now());
      if (decided.kind === 'refusal') return decided;
      await carryOut(decided, null, memory.words);
      return decided.value;
    });
  }

  /** What follows from the clock alone. */
  function lookAgain(): Promise<void> {
    return advance({ changed: [], removed: [], transitions: [] }, null);
  }

  async function advance(delta: InstanceDelta, sample: Sample | null): Promise<void> {
    const at = now();
    // As they are after this step: one that fires again just now is not to be forgotten.
    const forgotten = expired(after(delta).values(), at, options.resolvedRetention);
    const removed = [...delta.removed, ...forgotten];
    const step = decideStep(memory, { ...delta, removed }, sample, at, settings);
    await carryOut(step, sample, step.words);
    for (const transition of delta.transitions) logTransition(log, transition);
    for (const { reason, incident } of step.notified.notifications)
      log.info({ incident, reason }, 'Notified');
    for (const { alert, labels, by, because } of step.notified.suppressions)
      log.info({ alert, labels, by, because }, 'Held back');
  }

  function observed(
    check: Check,
    sample: Sample,
    own: readonly AlertRule[],
    known: Iterable<InstanceRecord> = memory.instances.values(),
  ): InstanceDelta {
    return observe({ rules: own, sample, target: check.target, known, settings: observing });
  }

  function after(delta: InstanceDelta): ReadonlyMap<string, InstanceRecord> {
    const change = { put: delta.changed, remove: delta.removed };
    return merged(memory.instances, ({ fingerprint }) => fingerprint, change);
  }

  /** A run that only looks becomes one that counts when the schedule joins it. */
  function sharedRun(name: string, counts: (check: Check) => boolean): Promise<CheckResult | null> {
    const check = checks.get(name);
    if (check === undefined) return Promise.resolve(null);
    const already = running.get(name);
    if (already !== undefined) {
      already.counts ||= counts(check);
      return already.result;
    }
    const doesCount = () => running.get(name)?.counts === true;
    const result = probeAndJudge(check, doesCount).finally(() => running.delete(name));
    running.set(name, { counts: counts(check), result });
    return result;
  }

  async function probeAndJudge(check: Check, doesCount: () => boolean): Promise<CheckResult> {
    const sample = await probe(check, (name) => memory.samples.get(name));
    return inTurn(async () => {
      const counts = doesCount();
      const known = counts ? memory.instances.values() : uncounted(memory.instances.values());
      const delta = observed(check, sample, rules.get(check.name) ?? [], known);
      const result = judge(check, sample, after(delta).values());
      latest.set(check.name, result);
      if (counts) await advance(delta, sample);
      return result;
    });
  }

  return {
    start: () =>
      inTurn(async () => {
        memory = recalled(await loadMemory(store, environment), checks);
        await carryOut(decideAbsence(memory, now(), settings), null, memory.words);
        const all = [...rules.values()].flat();
        const ruleless = new Set(options.checks.filter(isRuleless).map(({ name }) => name));
        await advance(reconcile(all, memory.instances.values(), now(), ruleless), null);
        for (const check of checks.values()) {
          const sample = memory.samples.get(check.name);
          if (sample !== undefined)
            latest.set(check.name, judge(check, sample, memory.instances.values()));
        }
      }),
    run: (name) => sharedRun(name, () => true),
    look: (name) => sharedRun(name, (check) => isDue(check, memory.samples.get(name), now())),
    take: (check, sample) =>
      inTurn(() => advance(observed(check, sample, bindRules(check, environment)), sample)),
    tick: () =>
      inTurn(async () => {
        if (nextAt !== null && nextAt <= now()) await lookAgain();
      }),
    act: (incident, act, by) => grant((at) => decideAct(memory, incident, act, by, at, settings)),
    silence: (order) => grant((at) => decideSilence(memory, order, at, settings)),
    async endSilence(id, by) {
      const ended = await grant((at) => decideEnd(memory, id, by, at));
      if (!('rule' in ended)) await inTurn(lookAgain);
      return ended;
    },
    async openWindow(order) {
      const opened = await grant((at) => decideWindow(memory, order, at, settings));
      return 'rule' in opened ? opened : null;
    },
    async extendWindow(run, lease) {
      const done = await grant<boolean>(
        (at) => decideExtension(memory, run, lease, at) ?? nothingToDo,
      );
      return done === true;
    },
    async closeWindow(run) {
      // Asked once more first: else what the run itself has put right meanwhile would be announced.
      const asked = checksMuted(memory, run, now()).map((name) => sharedRun(name, isUnpaced));
      for (const failed of (await Promise.allSettled(asked)).filter(isRejected))
        log.warn({ run, err: failed.reason }, 'A check was not asked again before a window closed');
      await grant((at) => decideClosing(memory, run, at));
      await inTurn(lookAgain);
    },
    forget: (before) =>
      inTurn(async () => {
        const ids = bygone(memory, before);
        if (ids.length === 0) return 0;
        await forgetIncidents(store, environment, ids);
        const change = { ...noChange, incidents: { put: [], remove: ids } };
        memory = remember(memory, change, null, memory.words);
        return ids.length;
      }),
    wouldMute: (matchers) => muted(matchers, memory.instances.values()),
    quiet: () => quietNow(settings.alerting, memory.instances.values(), now(), settings.zoneOffset),
    memory: () => memory,
    results: () => latest,
  };
}

const nothingToDo: Granted<boolean> = {
  kind: 'granted',
  value: false,
  change: noChange,
  messages: [],
};

function isRuleless({ rules }: Check): boolean {
  return rules.length === 0;
}

/** The words are not stored: the newest samples tell them again. */
function recalled(memory: Memory, checks: ReadonlyMap<string, Check>): Memory {
  const words = [...memory.samples.values()].reduce(
    (said, sample) => wordsOf(said, memory.instances, sample, checks),
    memory.words,
  );
  return { ...memory, words };
}

/** Where samples are counted their pace is the schedule's: no other one counts. */
function isUnpaced({ rules }: Check): boolean {
  return rules.every(({ value }) => !/\.(rising|unchanged)$/.test(value));
}

function isRejected(result: PromiseSettledResult<unknown>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}

/** A look counts where the newest sample has aged. */
function isDue(check: Check, newest: Sample | undefined, now: Instant): boolean {
  if (!isUnpaced(check)) return false;
  return newest === undefined || now - newest.at >= check.interval / 2;
}

function logTransition(log: Logger, { alert, labels, from, to, reason }: Transition): void {
  log.info({ alert, labels, from, to, reason }, 'Alert changed phase');
}
