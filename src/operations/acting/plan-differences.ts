import type { Json, JsonObject } from '../../domain/json.ts';
import { differences, type Plan, type PlanStep } from '../../domain/plan.ts';

/** One thing in which two plans of one order differ, so that an agreement to the one is none to the other. */
export interface PlanDifference {
  /** `moment`, or with names in backquotes what became of which step. */
  readonly what: string;
  /** Null where it was not there, is not there, or would not fit on a line. */
  readonly was: string | null;
  readonly is: string | null;
  /** The step that it is about. */
  readonly step: string | null;
}

/**
 * Whether what would be done now is still what was agreed to: empty, it is. It binds what is carried out: target, risk,
 * what is lost, the sets, each step in its order, and every statement with what is sent beside it. It does not bind what
 * only informs: titles, notes, warnings, durations. What a plan says `varies` is left out of texts, and what it says
 * `grows` may go on (S7, S43).
 */
export function planDifferences(agreed: Plan, now: Plan): readonly PlanDifference[] {
  return [
    ...ofObjects(frame(agreed), frame(now)),
    ...ofObjects(agreed.binding, now.binding),
    ...ofLists(agreed, now),
    ...ofSteps(agreed, now),
  ];
}

/** Each named once. */
export function namesOf(found: readonly PlanDifference[]): string {
  return [...new Set(found.map(({ what }) => what))].join(', ');
}

function frame(plan: Plan): JsonObject {
  const { operation, environment, target, risk, loses, mutes, claims, consent } = plan;
  const { approversOf = [] } = plan;
  const { kind, server, database, identity } = target;
  return {
    operation,
    environment,
    target: { kind, server, database, identity },
    risk,
    'what is lost': loses.map((loss) => settled(loss, plan)),
    'what is muted': mutes.map((labels) => ({ ...labels })),
    'what is held': claims.map(({ key, mode }) => `${key} ${mode}`),
    consent: consent === undefined ? null : { ...consent },
    'whose approvers must agree': [...approversOf],
  };
}

function ofObjects(agreed: JsonObject, now: JsonObject): readonly PlanDifference[] {
  return differences(agreed, now).map((what) => ({
    what,
    was: shown(agreed[what]),
    is: shown(now[what]),
    step: null,
  }));
}

/** Only what is short enough to be compared by eye. */
function shown(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (isList(value) && value.every((each) => typeof each === 'string'))
    return value.length === 0 || value.length > 2 ? null : value.join('; ');
  return typeof value === 'object' ? null : String(value);
}

function ofLists(agreed: Plan, now: Plan): readonly PlanDifference[] {
  const names = new Set([...Object.keys(agreed.growing ?? {}), ...Object.keys(now.growing ?? {})]);
  return [...names]
    .filter((name) => !isBeginning(agreed.growing?.[name], now.growing?.[name]))
    .map((what) => ({ what, was: null, is: null, step: null }));
}

function isBeginning(
  agreed: readonly string[] | undefined,
  now: readonly string[] | undefined,
): boolean {
  if (agreed === undefined || now === undefined) return false;
  return agreed.every((each, at) => each === now[at]);
}

function ofSteps(agreed: Plan, now: Plan): readonly PlanDifference[] {
  const left = agreed.steps.filter(({ id }) => !now.steps.some((step) => step.id === id));
  const come = now.steps.filter(({ id }) => !agreed.steps.some((step) => step.id === id));
  const about = ({ id }: PlanStep, what: string): PlanDifference => ({
    what,
    was: null,
    is: null,
    step: id,
  });
  const both = now.steps.flatMap((step) => {
    const before = agreed.steps.find(({ id }) => id === step.id);
    return before === undefined ? [] : [{ before, step }];
  });
  const order = agreed.steps.filter((step) => !left.includes(step)).map(({ id }) => id);
  const isMoved = both.some(({ step }, at) => step.id !== order[at]);
  return [
    ...left.map((step) => about(step, `no longer “${step.title}”`)),
    ...come.map((step) => about(step, `new “${step.title}”`)),
    ...(isMoved ? [{ what: 'the order of the steps', was: null, is: null, step: null }] : []),
    ...both
      .filter(({ before, step }) => !isSameStep(before, agreed, step, now))
      .map(({ before, step }) => about(step, `${changeOf(before, step)} “${step.title}”`)),
  ];
}

function isSameStep(before: PlanStep, agreed: Plan, step: PlanStep, now: Plan): boolean {
  const grows = before.grows === true;
  // What was to be known later may be known now; nothing may come that was not.
  const laterIsKnown = grows && step.later === undefined;
  return (
    before.does === step.does &&
    before.by === step.by &&
    before.overwrites === step.overwrites &&
    (grows || step.grows !== true) &&
    (laterIsKnown || isSameText(before.later ?? [], agreed, step.later ?? [], now, false)) &&
    isSameText(before.statements, agreed, step.statements, now, grows) &&
    isSameInput(before, agreed, step, now)
  );
}

/** Values go as parameters: what is sent is not in the statement alone. */
function isSameInput(before: PlanStep, agreed: Plan, step: PlanStep, now: Plan): boolean {
  const given = (of: PlanStep, plan: Plan): JsonObject =>
    Object.fromEntries(
      Object.entries(of.input)
        .filter(([name]) => before.counts?.includes(name) !== true)
        .map(([name, value]) => [name, settledValue(value, plan)]),
    );
  return differences(given(before, agreed), given(step, now)).length === 0;
}

function settledValue(value: Json, plan: Plan): Json {
  if (typeof value === 'string') return settled(value, plan);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((each) => settledValue(each, plan));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, settledValue(each, plan)]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function changeOf(before: PlanStep, step: PlanStep): string {
  if (before.by !== step.by) return step.by === 'dba' ? 'by the DBA now:' : 'by hart now:';
  return before.does === step.does ? 'what is sent by' : 'what is done in';
}

function isSameText(
  agreed: readonly string[],
  agreedPlan: Plan,
  now: readonly string[],
  nowPlan: Plan,
  grows: boolean,
): boolean {
  if (grows ? now.length < agreed.length : now.length !== agreed.length) return false;
  return agreed.every((text, at) => settled(text, agreedPlan) === settled(now[at] ?? '', nowPlan));
}

/** The text with the name of what varies in its place; of two that overlap the longer one counts. */
function settled(text: string, { varies = {} }: Plan): string {
  return Object.entries(varies)
    .filter(([, part]) => part !== '')
    .toSorted(([, one], [, other]) => other.length - one.length)
    .reduce((done, [name, part]) => done.replaceAll(part, () => `‹${name}›`), text);
}
