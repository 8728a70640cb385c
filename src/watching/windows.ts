import { matches } from '../alerting/match.ts';
import type { Labels } from '../domain/alert.ts';
import type { Refusal } from '../domain/authority.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { WindowOrder } from '../domain/window.ts';
import { type Memory, noChange } from './memory.ts';
import { decideMuted, type Granted } from './people.ts';
import { type SilenceRecord, silenceOf } from './silences.ts';
import type { StepSettings } from './step.ts';

/** The window of a run: a silence for each alert that its operation declares, all with the run's lease (S50). */
export function decideWindow(
  memory: Memory,
  { run, target, mutes, lease, person, purpose }: WindowOrder,
  now: Instant,
  settings: StepSettings,
): Granted<readonly SilenceRecord[]> | Refusal {
  const open = windowOf(memory, run, now);
  const extended = open.map((silence) => ({ ...silence, to: Math.max(silence.to, now + lease) }));
  const known = new Map(memory.silences);
  const made: SilenceRecord[] = [];
  const by = { person, slackUserId: null };
  if (run.trim() === '' || mutes.length === 0) return undeclared;
  for (const declared of mutes) {
    const matchers = target === null ? declared : { ...declared, target };
    if (open.some((silence) => isSame(silence.matchers, matchers))) continue;
    const order = { matchers, duration: lease, comment: purpose, by, run };
    const silence = silenceOf(order, known, now);
    if ('kind' in silence) return silence;
    known.set(silence.id, silence);
    made.push(silence);
  }
  const granted = decideMuted(memory, made, now, settings);
  return {
    ...granted,
    value: [...extended, ...granted.value],
    change: {
      ...granted.change,
      silences: { put: [...extended, ...granted.change.silences.put], remove: [] },
    },
  };
}

/** Counts the lease from now on; null: the window is over, and one that is over stays so. */
export function decideExtension(
  memory: Memory,
  run: string,
  lease: Duration,
  now: Instant,
): Granted<true> | null {
  const open = windowOf(memory, run, now);
  if (open.length === 0) return null;
  return changed(open.map((one) => ({ ...one, to: Math.max(one.to, now + lease) })));
}

/** Ends it now; the next step announces what still fires. */
export function decideClosing(memory: Memory, run: string, now: Instant): Granted<true> {
  return changed(windowOf(memory, run, now).map((one) => ({ ...one, to: now })));
}

/** The checks of what it keeps quiet now: what was seen while the run was at work may be true no more. */
export function checksMuted(memory: Memory, run: string, now: Instant): readonly string[] {
  const open = windowOf(memory, run, now);
  const hit = [...memory.instances.values()].filter((instance) =>
    open.some(({ matchers }) => matches(matchers, instance)),
  );
  return [...new Set(hit.map(({ check }) => check))];
}

const undeclared: Refusal = {
  kind: 'refusal',
  rule: 'S50',
  message: 'A maintenance window mutes only what the operation of its run declares.',
  hint: 'Name the run and the alerts.',
};

function windowOf({ silences }: Memory, run: string, now: Instant): readonly SilenceRecord[] {
  return [...silences.values()].filter((one) => one.run === run && !one.over && one.to > now);
}

function changed(put: readonly SilenceRecord[]): Granted<true> {
  const change = { ...noChange, silences: { put, remove: [] } };
  return { kind: 'granted', value: true, change, messages: [] };
}

function isSame(one: Labels, other: Labels): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
