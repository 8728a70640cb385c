import type { PlanStep } from '../../domain/plan.ts';
import { planPlain } from './plan-words.ts';

/** Steps of one kind in a row, shown as one: nobody reads 500 log restores. */
export interface StepGroup {
  /** Of the first and the last, counted from 1. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly steps: readonly PlanStep[];
}

/** Fewer than this are shown one by one. */
const ALIKE = 3;

export function groupSteps(steps: readonly PlanStep[]): readonly StepGroup[] {
  const groups: StepGroup[] = [];
  let at = 0;
  while (at < steps.length) {
    const [first] = steps.slice(at);
    if (first === undefined) break;
    const others = steps.slice(at).findIndex((step) => !alike(step, first));
    const length = others < 0 ? steps.length - at : others;
    const together = length >= ALIKE ? length : 1;
    const alikes = steps.slice(at, at + together);
    groups.push({ from: at + 1, to: at + together, title: titleOf(alikes), steps: alikes });
    at += together;
  }
  return groups;
}

/** `3` or `6–14`. */
export function groupNumber({ from, to }: Pick<StepGroup, 'from' | 'to'>): string {
  return from === to ? String(from) : `${from}–${to}`;
}

function alike(one: PlanStep, other: PlanStep): boolean {
  return one.does === other.does && one.by === other.by;
}

/** `Restore log of 12:00 → 14:00 (9 steps)`: the words that both ends share are said once. */
function titleOf(steps: readonly PlanStep[]): string {
  const [first, last] = [steps[0]?.title ?? '', steps.at(-1)?.title ?? ''];
  if (steps.length < 2) return first;
  const count = `(${steps.length} steps)`;
  if (first === last) return `${first} ${count}`;
  const words = first.split(' ');
  const others = last.split(' ');
  const shared = words.findIndex((word, at) => word !== others[at]);
  const rest = others.slice(Math.max(0, shared)).join(' ');
  // A name in backquotes may be cut in two: then both ends are said whole.
  const whole = (rest.split('`').length - 1) % 2 === 0 && rest !== '';
  return `${first} → ${whole ? rest : planPlain(last)} ${count}`;
}
