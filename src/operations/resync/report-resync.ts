import { objectIn, textIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Report, Run } from '../../domain/run.ts';
import { endedTitle } from '../acting/ended-title.ts';
import { notWritten } from './plan-resync.ts';

/** Drift before and after, by key; what should follow. */
export function reportResync(run: Run): Report {
  const { state, plan, memory, steps } = run;
  const types = Object.keys(objectIn(plan.memory, 'highWater'));
  const after = types.map((name) => objectIn(memory, `after-${name}`));
  const total = (what: string) => after.reduce((sum, counts) => sum + Number(counts[what] ?? 0), 0);
  const isCompared = after.every((counts) => counts['compared'] !== undefined);
  const apart = total('missing') + total('differing');
  const failed = steps.find((step) => step.state === 'failed');
  const token = textIn(plan.memory, 'token');
  return {
    title:
      state === 'done' && isCompared
        ? `Resync done: ${apart === 0 ? 'every key of SQL Server is in the graph' : `${apart} keys still apart`}`
        : endedTitle(run),
    lines: [
      ...types.flatMap((name) => lineOf(name, run)),
      ...(failed === undefined ? [] : [failed.note ?? 'A step failed.']),
      notWritten,
    ],
    left: [],
    next: [
      ...(total('surplus') > 0
        ? [
            {
              label: 'Remove surplus…',
              operation: 'resync.remove-surplus' as const,
              options: {},
            },
          ]
        : []),
      ...(state === 'done' || token === null
        ? []
        : [{ label: 'Continue resync…', operation: 'resync' as const, options: { token } }]),
    ],
  };
}

function lineOf(name: string, { memory }: Run): readonly string[] {
  return (['before', 'after'] as const).flatMap((when) => {
    const counts = objectIn(memory, `${when}-${name}`);
    if (counts['compared'] === undefined) return [];
    const many = (what: string) => Number(counts[what] ?? 0);
    return `${named(name)} ${when}: ${many('missing')} missing, ${many('surplus')} surplus, ${many('differing')} under another tenant.`;
  });
}
