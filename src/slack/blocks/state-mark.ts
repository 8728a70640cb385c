import type { Severity, State } from '../../domain/check.ts';

const marks: Readonly<Record<State, string>> = {
  ok: '🟢',
  warning: '🟡',
  critical: '🔴',
  unknown: '⚪',
  off: 'off',
};

/** The one colour cue of a message. */
export function stateMark(state: State | Severity): string {
  return marks[state];
}
