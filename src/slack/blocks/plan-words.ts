import type { Plan, Risk } from '../../domain/plan.ts';
import type { Agent, Run, RunState } from '../../domain/run.ts';
import { escape, tame } from './escape.ts';

/** A plan's text in Slack's markup: names in backquotes become code, all else is harmless. */
export function planMarkup(text: string): string {
  return escape(text);
}

/** The same where Slack should parse nothing: without the backquotes, and harmless where it parses after all. */
export function planPlain(text: string): string {
  return tame(text).replaceAll('`', '').replaceAll('<', '‹').replaceAll('>', '›');
}

/** `Restore Hartonomous in place to 2026-01-05 10:30`: what a list has room for. Where it is, the list says. */
export function briefTitle({ title, target }: Pick<Plan, 'title' | 'target'>): string {
  return planPlain(
    title
      .replace(` on \`${target.server}\``, '')
      .replace('the newest that can be reached, ', 'the newest, ')
      .replace(/ \(server time[^)]*\)/, '')
      .replace(/( \d\d:\d\d):00(?![\d.])/, '$1'),
  );
}

/** `@otto`, which notifies nobody; the schedule and hart itself are no people. */
export function agentWords({ person, actor }: Agent): string {
  if (person !== '') return `@${escape(person)}`;
  return actor === 'schedule' ? 'the schedule' : 'hart';
}

/** Enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}…${hash.slice(-3)}`;
}

const stateNames: Readonly<Record<RunState, string>> = {
  planned: 'Planned',
  waiting: 'Waiting for approval',
  approved: 'Approved, to be started',
  running: 'Running',
  done: 'Done',
  incomplete: 'Done, with steps left to the DBA',
  failed: 'Failed',
  stopped: 'Stopped, someone must look',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  void: 'Void',
};

export function runStateWords({ state, cancelAsked }: Pick<Run, 'state' | 'cancelAsked'>): string {
  return state === 'running' && cancelAsked !== null ? 'Being cancelled' : stateNames[state];
}

const overMarks: Readonly<Partial<Record<RunState, string>>> = {
  done: '🟢',
  incomplete: '🟡',
  failed: '🔴',
  stopped: '🔴',
  cancelled: '⚪',
  rejected: '⚪',
  withdrawn: '⚪',
  expired: '⚪',
  void: '⚪',
};

const riskMarks: Readonly<Record<Risk, string>> = {
  low: '',
  medium: '🟡',
  high: '🟡',
  critical: '🔴',
};

/** The one colour of a message: how it ended; before that how much is at stake. Empty where neither is worth one. */
export function runMark({ state, plan }: Pick<Run, 'state'> & { readonly plan: Plan }): string {
  return overMarks[state] ?? riskMarks[plan.risk];
}
