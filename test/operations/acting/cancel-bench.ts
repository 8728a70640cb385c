import type { Acted } from '../../../src/domain/acting.ts';
import type { Agent, Run } from '../../../src/domain/run.ts';
import { aStep } from '../../fakes/runs.ts';
import { actingBench, type Bench, person, until } from './acting-bench.ts';

export const otto = person('otto');
export const ada = person('ada');
export const ben = person('ben');
export const cleo = person('cleo');
export const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);
export const states = ({ steps }: Run) => steps.map(({ id, state }) => `${id} ${state}`);
export const given = (run: Run) => ({ hash: run.hash, typedName: 'production/Hartonomous' });

export const halfWay = {
  leaves: '`Hartonomous` is in RESTORING: nobody can use it.',
  goesOn: 'A restore goes on.',
};
const overwrites = true as const;
export const steps = [
  aStep({ id: 'tail', does: 'write', title: 'Back up the tail' }),
  aStep({ id: 'full', does: 'write', title: 'Restore the full', overwrites, stop: halfWay }),
  aStep({ id: 'logs', does: 'write', title: 'Restore the logs', overwrites, stop: halfWay }),
  aStep({ id: 'recover', does: 'write', overwrites, safe: 'restored, not yet proven' }),
  aStep({ id: 'prove', does: 'write', title: 'Prove it' }),
  aStep({ id: 'doors', does: 'write', title: 'Let everyone in' }),
];

export function open(options: Parameters<typeof actingBench>[0] = {}): Promise<Bench> {
  return actingBench({ plan: { steps }, compensations: ['doors'], ...options });
}

/** A run that is inside `step`, until it is let go. */
export function runningAt(bench: Bench, step: string) {
  const gate = Promise.withResolvers<void>();
  bench.place.inside = (id, when) => (id === step && when === 'before' ? gate.promise : undefined);
  return started(bench, step, gate);
}

/** A run inside `step`, which goes on for hours unless it is let go or hears of a cancel. */
export function inside(bench: Bench, step: string) {
  const gate = Promise.withResolvers<void>();
  bench.place.inside = async (id, when, signal) => {
    if (id !== step || when !== 'before') return;
    signal.addEventListener('abort', () => gate.resolve());
    await gate.promise;
  };
  return started(bench, step, gate);
}

async function started(bench: Bench, step: string, gate: PromiseWithResolvers<void>) {
  const { id } = await bench.agreed(otto, [ada, ben]);
  await bench.acting.start(id, otto);
  await until(bench.store, id, (run) => isBegun(run, step));
  return { id, goOn: () => gate.resolve() };
}

export const isBegun = (run: Run, id: string) =>
  run.steps.some((step) => step.id === id && step.state === 'running');

export async function planned(bench: Bench, id: string, by: Agent): Promise<Run> {
  const run = await bench.acting.propose({
    operation: 'cancel',
    environment: 'production',
    options: { run: id },
    by,
  });
  if ('rule' in run) throw new Error(`${run.rule}: ${run.message}`);
  return run;
}

export async function approved(
  bench: Bench,
  id: string,
  by = otto,
  approvers = [ada, ben],
): Promise<Run> {
  const run = await planned(bench, id, by);
  await bench.acting.confirm(run.id, by, given(run));
  for (const each of approvers) await bench.acting.approve(run.id, each, given(run));
  return (await bench.acting.find(run.id)) ?? run;
}

export const found = async (bench: Bench, id: string) => {
  const run = await bench.acting.find(id);
  if (run === null) throw new Error(`no ${id}`);
  return run;
};

/** A run inside its first overwriting step, and the cancel of it that was agreed to. */
export async function toBeStopped(options: Parameters<typeof open>[0] = {}) {
  const bench = await open(options);
  const { id, goOn } = await runningAt(bench, 'full');
  return { bench, id, goOn, cancel: await approved(bench, id) };
}

/** The same, once the cancel has begun. */
export async function stopping(options: Parameters<typeof open>[0] = {}) {
  const run = await toBeStopped(options);
  await run.bench.acting.start(run.cancel.id, otto);
  return run;
}

/** A cancel is asked for: it joins `cancels`, newest last, where there is a plan for it. */
async function plannedAnother(
  { acting }: Bench,
  id: string,
  cancels: string[],
  by: Agent,
): Promise<void> {
  const order = { operation: 'cancel', environment: 'production', options: { run: id } } as const;
  const run = await acting.propose({ ...order, by });
  if (!('rule' in run)) cancels.push(run.id);
}

/**
 * Does what a person may do about the run `id` and one of its cancels, counted from the newest. Its requester confirms and
 * starts it, whoever `by` is. False: `kind` is nothing that people do.
 */
export async function personDoes(
  bench: Bench,
  id: string,
  cancels: string[],
  { kind, by, which = 0 }: { readonly kind: string; readonly by: Agent; readonly which?: number },
): Promise<boolean> {
  const { acting } = bench;
  const one = cancels.at(-1 - which) ?? cancels.at(-1) ?? 'R99';
  const run = await acting.find(one);
  const hash = run === null ? { hash: '' } : given(run);
  const requester = run?.order.by ?? by;
  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    plan: () => plannedAnother(bench, id, cancels, by),
    confirm: () => acting.confirm(one, requester, hash),
    approve: () => acting.approve(one, by, hash),
    start: () => acting.start(one, requester),
    withdraw: () => acting.withdraw(one, by),
    word: () => acting.cancel(id, by),
    tick: () => acting.tick(),
  };
  const deed = deeds[kind];
  await deed?.();
  return deed !== undefined;
}
