import type { Labels, Phase, Transition, TransitionReason } from '../domain/alert.ts';
import type { Rule } from '../domain/check.ts';
import { formatCondition } from '../domain/condition.ts';
import type { Instant } from '../domain/time.ts';
import type { Verdict } from './evaluate.ts';
import type { AlertRule, ColumnMemory, InstanceRecord, LevelState } from './model.ts';

/** What is told to one instance at one evaluation. */
export interface Step {
  readonly rule: AlertRule;
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly before: InstanceRecord | undefined;
  readonly verdicts: readonly Verdict[];
  readonly values: readonly (number | null)[];
  readonly memory: Readonly<Record<string, ColumnMemory>>;
  readonly startedAt: Instant | null;
  readonly at: Instant;
  /** What a breach and a recovery are put down to. */
  readonly because: { readonly breach: TransitionReason; readonly clear: TransitionReason };
  readonly byError: boolean;
  /** Since when the condition has held, where that is known from elsewhere. */
  readonly activeAt?: Instant;
}

export interface Stepped {
  readonly record: InstanceRecord;
  readonly transition: Transition | null;
}

/** Whether an instance counts as firing: recovering is firing, silently. */
export function isHeld(phase: Phase | LevelState['phase']): boolean {
  return phase === 'firing' || phase === 'recovering';
}

/** One instance, one evaluation on: the record as it is now, and the transition if there was one. */
export function stepInstance(step: Step): Stepped {
  const { rule, before, at } = step;
  const alive = before !== undefined && before.phase !== 'resolved' ? before : undefined;
  const from = alive?.phase ?? 'inactive';
  const stepped = rule.levels.map((level, index) =>
    stepLevel(
      level,
      alive?.levels[index] ?? asleep(level),
      step.verdicts[index] ?? 'keep',
      at,
      step.activeAt ?? at,
    ),
  );
  const levels = isHeld(from) ? handDown(stepped, at) : stepped;
  const to = phaseOf(levels, from);
  const shown = shownLevel(levels);
  const severity = shown?.severity ?? before?.severity ?? worst(rule).severity;
  const value = step.values[shown === undefined ? 0 : levels.indexOf(shown)] ?? null;
  const changedSeverity = isHeld(from) && isHeld(to) && severity !== alive?.severity;
  const moved = from !== to || changedSeverity;
  const reason = moved ? reasonOf(from, to, step.because) : (alive?.reason ?? step.because.breach);
  if (before?.phase === 'resolved' && to === 'inactive')
    return {
      record: { ...before, memory: step.memory, startedAt: step.startedAt },
      transition: null,
    };
  const kept = isHeld(from) ? alive : undefined;
  const record: InstanceRecord = {
    fingerprint: step.fingerprint,
    environment: rule.environment,
    alert: rule.alert,
    check: rule.check,
    labels: alive?.labels ?? step.labels,
    staticLabels:
      kept?.severity === severity ? kept.staticLabels : { ...rule.staticLabels, severity },
    severity,
    phase: to,
    value: value ?? alive?.value ?? null,
    threshold: formatCondition((levelRule(rule, severity) ?? worst(rule)).when),
    activeAt: earliest(levels.map((level) => level.activeAt)) ?? kept?.activeAt ?? null,
    firingAt: isHeld(to) ? (kept?.firingAt ?? at) : (kept?.firingAt ?? null),
    resolvedAt: to === 'resolved' ? at : null,
    lastSeenAt: at,
    reason,
    hash: rule.hash,
    levels,
    misses: 0,
    memory: step.memory,
    startedAt: step.startedAt,
    byError: step.byError,
  };
  return { record, transition: moved ? transitionOf(record, from, at) : null };
}

/** Ends an instance whatever its value: it vanished, or its rule changed. */
export function endInstance(
  before: InstanceRecord,
  at: Instant,
  reason: TransitionReason,
): Stepped {
  const to: Phase = isHeld(before.phase) ? 'resolved' : 'inactive';
  const record: InstanceRecord = {
    ...before,
    phase: to,
    levels: before.levels.map(({ severity }) => sleeping(severity)),
    activeAt: to === 'resolved' ? before.activeAt : null,
    resolvedAt: to === 'resolved' ? at : null,
    reason,
    misses: 0,
    memory: {},
    startedAt: null,
  };
  return { record, transition: transitionOf(record, before.phase, at) };
}

function transitionOf(record: InstanceRecord, from: Phase, at: Instant): Transition {
  const { alert, labels, fingerprint, phase, reason } = record;
  return { at, alert, labels, fingerprint, from, to: phase, reason };
}

/** `for` counts from the first breach; `keepFiringFor` from the first clear evaluation, and a breach ends it. */
function stepLevel(
  rule: Rule,
  state: LevelState,
  verdict: Verdict,
  at: Instant,
  since: Instant,
): LevelState {
  if (verdict === 'keep') return state;
  const held = isHeld(state.phase);
  if (verdict === 'breach' || (verdict === 'between' && held)) {
    if (state.phase === 'firing') return state;
    if (held) return { ...state, phase: 'firing', clearAt: null };
    const activeAt = state.activeAt ?? since;
    if (at - activeAt < rule.for) return { ...state, phase: 'pending', activeAt };
    return { ...state, phase: 'firing', activeAt, firingAt: at };
  }
  if (!held) return sleeping(rule.severity);
  const clearAt = state.clearAt ?? at;
  if (at - clearAt >= rule.keepFiringFor) return sleeping(rule.severity);
  return { ...state, phase: 'recovering', clearAt };
}

/**
 * When the severity that was firing ends while a milder one still waits for its `for`, the milder takes over at once:
 * "resolved" would be untrue, since its threshold is passed.
 */
function handDown(levels: readonly LevelState[], at: Instant): readonly LevelState[] {
  if (levels.some(({ phase }) => isHeld(phase))) return levels;
  const heir = levels.findIndex(({ phase }) => phase === 'pending');
  return levels.map((level, index) =>
    index === heir ? { ...level, phase: 'firing', firingAt: at } : level,
  );
}

function phaseOf(levels: readonly LevelState[], from: Phase): Phase {
  const phases = levels.map(({ phase }) => phase);
  for (const phase of ['firing', 'recovering', 'pending'] as const)
    if (phases.includes(phase)) return phase;
  return isHeld(from) ? 'resolved' : 'inactive';
}

/** The level that speaks for the instance: the worst that fires, else the worst that is pending. */
function shownLevel(levels: readonly LevelState[]): LevelState | undefined {
  return (
    levels.find(({ phase }) => isHeld(phase)) ?? levels.find(({ phase }) => phase === 'pending')
  );
}

function reasonOf(from: Phase, to: Phase, because: Step['because']): TransitionReason {
  if (from === to) return 'updated';
  if (to === 'pending' || to === 'firing') return because.breach;
  return because.clear;
}

function levelRule(rule: AlertRule, severity: string): Rule | undefined {
  return rule.levels.find((level) => level.severity === severity);
}

function worst(rule: AlertRule): Rule {
  const [first] = rule.levels;
  if (first === undefined) throw new Error(`the alert ${rule.alert} has no rule`);
  return first;
}

function asleep(rule: Rule): LevelState {
  return sleeping(rule.severity);
}

function sleeping(severity: LevelState['severity']): LevelState {
  return { severity, phase: 'inactive', activeAt: null, firingAt: null, clearAt: null };
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}
