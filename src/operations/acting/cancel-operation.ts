import { type Refusal, refuse } from '../../domain/authority.ts';
import { textIn } from '../../domain/json-fields.ts';
import { type Consent, named, type Plan } from '../../domain/plan.ts';
import { isOver, type Report, type Run, type RunOrder } from '../../domain/run.ts';
import { SECOND } from '../../domain/time.ts';
import { pastAWord } from './next-move.ts';
import type { Examined, Operation, StepContext, StepKind, StepOutcome } from './operation.ts';
import { planStep } from './plan-step.ts';
import type { ActingParts } from './ports.ts';
import { unknownRun } from './refusals.ts';
import { consentNow, firstOf, wantState } from './rules.ts';
import { stepFailed } from './step-failed.ts';
import { leftByCancel, type StopPlace, stopPlace } from './stop-place.ts';

type Parts = Pick<ActingParts, 'runs' | 'mayStill' | 'catalogue' | 'consent'>;

/**
 * To stop a run that has begun to overwrite, or to change names: a plan of its own with the approvals of that run, which names the state that
 * is left and what goes on from there (S12). What its start does to the other run is in `ask-to-stop.ts`; its steps wait.
 */
export function cancelOperation(parts: Parts): Operation {
  const wait = waiting(parts);
  return {
    name: 'cancel',
    title: 'cancel',
    // What the run wanted is in the plan; this is the least.
    consent: { approvals: 0, typedName: false, stepUp: false },
    session: false,
    propose: (order) => propose(parts, order),
    steps: { 'stop-run': wait, 'see-it-end': wait },
    compensations: [],
    report,
  };
}

/** Which run the order wants stopped. */
export function stoppedBy({ options }: Pick<RunOrder, 'options'>): string {
  return textIn(options, 'run') ?? '';
}

async function propose(parts: Parts, order: RunOrder): Promise<Plan | Refusal> {
  const id = stoppedBy(order);
  const run = await parts.runs.find(id);
  if (run === null || run.order.environment !== order.environment) return unknownRun(id);
  const place = placeIn(parts, run);
  const refusal =
    firstOf(wantState(run, ['running']), wantNoCancel(run), wantOnce(run), wantPastAWord(run)) ??
    (await wantRequesterOrApprover(parts, run, order));
  if (refusal !== null) return refusal;
  return place === null ? noPlace(run) : planOf(run, place, consentNow(parts, run));
}

export function placeIn({ catalogue }: Pick<Parts, 'catalogue'>, run: Run): StopPlace | null {
  return stopPlace(run, catalogue.get(run.order.operation)?.compensations ?? []);
}

/** A cancel that could be cancelled would leave nobody knowing what was agreed to. */
export function wantNoCancel({ id, order }: Run): Refusal | null {
  if (order.operation !== 'cancel') return null;
  return refuse(
    'state',
    `${id} is a cancel: it cannot be taken back once it has begun.`,
    `Let ${stoppedBy(order)} end, then ask for it again.`,
  );
}

export function wantOnce({ id, cancelAsked }: Run): Refusal | null {
  if (cancelAsked === null) return null;
  return refuse(
    'state',
    `${cancelAsked.by.person} cancels ${id} already.`,
    'It stops at the next place where it can.',
  );
}

function wantPastAWord(run: Run): Refusal | null {
  if (pastAWord(run) !== null) return null;
  return refuse(
    'state',
    `${run.id} has overwritten nothing yet: it is cancelled without a plan.`,
    'Cancel it.',
  );
}

async function wantRequesterOrApprover(
  { mayStill }: Parts,
  { order }: Run,
  { by }: RunOrder,
): Promise<Refusal | null> {
  if (by.person === order.by.person) return null;
  return mayStill(by, 'approver', order.environment, false);
}

function noPlace({ id, plan }: Run): Refusal {
  return refuse(
    'no-place',
    `${id} has no place left at which it could be stopped: until its end \`${plan.target.database}\` is in no state that has a name.`,
    'Let it end; then plan what should be true instead.',
  );
}

function planOf(run: Run, place: StopPlace, consent: Consent): Plan {
  const { id, plan, hash } = run;
  const { after, breaksOff, until, owed, sends, leftOut, leaves, goesOn } = place;
  const step = `\u201c${after.title}\u201d`;
  const sent = until.flatMap(({ statements, later = [] }) => [...statements, ...later]);
  return {
    operation: 'cancel',
    environment: plan.environment,
    target: plan.target,
    title: `Stop ${id} on ${named(plan.target.database)} ${placeWords(after.title, breaksOff)}`,
    risk: plan.risk,
    loses: place.loses ? [`What ${id} has overwritten by then: a cancel puts nothing back.`] : [],
    notes: [`Leaves: ${leaves}`, `From there: ${goesOn}`],
    warnings: [`Left out: ${listed(leftOut.map(({ title }) => `\u201c${title}\u201d`))}.`],
    steps: [
      planStep({
        id: 'stop',
        does: 'stop-run',
        title: breaksOff
          ? `Break ${step} of ${id} off where it is, and begin nothing more`
          : `Let ${id} end ${step}, and begin nothing more`,
        why: 'so that what is left has a name',
        statements: sent,
      }),
      planStep({
        id: 'end',
        does: 'see-it-end',
        title:
          owed.length === 0
            ? `See ${id} end`
            : `See ${id} end, after what it owes in any case: ${listed(owed.map(({ title }) => `\u201c${title}\u201d`))}`,
        statements: [...sends, ...owed.flatMap(({ statements }) => statements)],
      }),
    ],
    expected: null,
    notChosen: [],
    mutes: [],
    // What it stops holds the database; this holds nothing.
    claims: [],
    binding: {
      run: id,
      plan: hash,
      after: after.id,
      leaves,
      'goes on': goesOn,
      ...(breaksOff ? { 'is broken off': true } : {}),
    },
    consent,
    memory: { leaves, goesOn, where: placeWords(after.title, breaksOff) },
  };
}

function placeWords(title: string, breaksOff: boolean): string {
  return `${breaksOff ? 'in the middle of' : 'after'} \u201c${title}\u201d`;
}

const shown = 8;

function listed(titles: readonly string[]): string {
  const left = titles.length - shown;
  return `${titles.slice(0, shown).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Both steps look at the other run alone: it carries itself out, and is taken over by itself (S13). */
function waiting({ runs }: Parts): StepKind {
  async function look({ run, step }: StepContext): Promise<StepOutcome | null> {
    const id = stoppedBy(run.order);
    const other = await runs.find(id);
    if (other === null) return stepFailed(`${id} is gone.`, null, 'What it left is not known.');
    if (isOver(other.state)) return outcomeOf(other);
    const after = other.cancelAsked?.agreed?.after;
    const isThere = other.steps.some(
      (each) => each.id === after && !['waiting', 'running'].includes(each.state),
    );
    return step.does === 'stop-run' && isThere
      ? { kind: 'done', note: `${id} begins nothing more.` }
      : null;
  }
  return {
    async perform(context) {
      for (;;) {
        const found = await look(context);
        if (found !== null) return found;
        await context.ports.sleep(SECOND);
      }
    },
    async examine(context): Promise<Examined> {
      const found = await look(context);
      if (found === null || found.kind === 'by-dba' || found.kind === 'cancelled')
        return { kind: 'again', note: `${stoppedBy(context.run.order)} goes on.` };
      return found.kind === 'done' ? { ...found, note: found.note ?? '' } : found;
    },
  };
}

function outcomeOf(run: Run): StepOutcome {
  const { id, state } = run;
  const left = leftByCancel(run);
  const memory = {
    ended: state,
    ...(left === null
      ? {}
      : {
          leaves: left.leaves,
          goesOn: left.goesOn,
          where: placeWords(left.title, left.isBrokenOff),
        }),
  };
  if (state === 'done' || state === 'incomplete')
    return stepFailed(
      `${id} had come to its end.`,
      null,
      'It was not stopped: its report says what is true.',
      memory,
    );
  return { kind: 'done', note: `${id}: ${state}.`, memory };
}

function report({ id, order, memory, state }: Run): Report {
  const stopped = stoppedBy(order);
  const text = (name: string) => textIn(memory, name) ?? '';
  const isStopped = state === 'done' && memory['ended'] === 'cancelled';
  return {
    title: isStopped
      ? `${stopped} stopped ${text('where')}`
      : `${id}: ${stopped} ended before it was stopped`,
    lines: isStopped
      ? [`Left: ${text('leaves')}`, `From there: ${text('goesOn')}`]
      : [`The report of ${stopped} says what is true.`],
    left: [],
    next: [],
  };
}
