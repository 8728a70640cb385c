import type { Block } from '../../domain/message.ts';
import { isOver, type Run, type RunStep } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import { clip, escape } from './escape.ts';
import { cellText } from './fit-table.ts';
import { planPlain } from './plan-words.ts';
import { groupNumber, groupSteps, type StepGroup } from './step-groups.ts';

/** Slack takes 50 cards; more than this nobody follows, and the message has a size. */
const CARDS = 30;
const TITLE = 150;
const NOTE = 200;

interface Card {
  readonly id: string;
  readonly title: string;
  readonly status: 'pending' | 'in_progress' | 'complete' | 'error';
  readonly details: string;
}

/** Slack's own block for the steps of a run, edited in place as they go on. */
export function progressBlock(run: Run): Block {
  // Of a run that is over, why it failed stands above its steps.
  const steps = isOver(run.state)
    ? run.steps.map((step) => (step.state === 'failed' ? { ...step, note: null } : step))
    : run.steps;
  const states = new Map(steps.map((step) => [step.id, step]));
  const cards = groupSteps(run.plan.steps).map((group) => cardOf(group, states));
  return {
    type: 'plan',
    title: `Steps of run ${run.id}`,
    tasks: around(cards).map(({ id, title, status, details }) => ({
      type: 'task_card',
      task_id: id,
      title: clip(title, TITLE),
      status,
      ...(details === ''
        ? {}
        : {
            details: {
              type: 'rich_text',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [{ type: 'text', text: clip(details, NOTE) }],
                },
              ],
            },
          }),
    })),
  };
}

/** The same steps in lines, for a Slack that refuses the block. */
export function progressText(block: Block): string {
  const tasks: unknown = block['tasks'];
  if (!Array.isArray(tasks)) return '–';
  const lines = tasks.map(
    (task: { readonly title?: unknown; readonly status?: unknown; readonly details?: unknown }) => {
      const details = cellText(task.details);
      const state = stateWords[String(task.status)] ?? String(task.status);
      return escape(`${String(task.title)}: ${state}${details === '' ? '' : ` · ${details}`}`);
    },
  );
  return lines.join('\n') || '–';
}

const stateWords: Readonly<Record<string, string>> = {
  pending: 'to come',
  in_progress: 'at it',
  complete: 'done',
  error: 'failed',
};

function cardOf(group: StepGroup, states: ReadonlyMap<string, RunStep>): Card {
  const steps = group.steps.flatMap(({ id }) => states.get(id) ?? []);
  const over = steps.filter(({ state }) => state === 'done' || state === 'skipped');
  const now = steps.find(({ state }) => state === 'running' || state === 'failed');
  const several = steps.length > 1;
  const named = now === undefined ? undefined : group.steps.find(({ id }) => id === now.id);
  const parts = [
    ...(several && over.length > 0 && over.length < steps.length
      ? [`${over.length} of ${steps.length} done`]
      : []),
    ...(several && named !== undefined ? [planPlain(named.title)] : []),
    ...noteWords(now ?? steps.findLast(({ note }) => note !== null)),
    ...tookWords(steps),
    ...(group.steps[0]?.by === 'dba' ? ['left to the DBA'] : []),
  ];
  return {
    id: `step-${group.from}`,
    title: `${groupNumber(group)}. ${planPlain(group.title)}`,
    status: statusOf(steps, now),
    details: parts.join(' · '),
  };
}

function statusOf(steps: readonly RunStep[], now: RunStep | undefined): Card['status'] {
  if (now !== undefined) return now.state === 'failed' ? 'error' : 'in_progress';
  const done = steps.filter(({ state }) => state === 'done').length;
  if (done === 0) return 'pending';
  const open = steps.some(({ state }) => state === 'waiting');
  return open ? 'in_progress' : 'complete';
}

function noteWords(step: RunStep | undefined): readonly string[] {
  if (step === undefined) return [];
  const { state, percent, note } = step;
  const known = state === 'running' && percent !== null;
  return [
    ...(known ? [`${Math.floor(percent)} %`] : []),
    ...(note === null ? [] : [planPlain(note).replace(/\.$/, '')]),
    ...(state === 'skipped' && note === null ? ['not needed'] : []),
  ];
}

function tookWords(steps: readonly RunStep[]): readonly string[] {
  const starts = steps.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = steps.flatMap(({ endedAt }) => endedAt ?? []);
  if (starts.length < steps.length || ends.length < steps.length || steps.length === 0) return [];
  return [`took ${formatDuration(Math.max(...ends) - Math.min(...starts))}`];
}

/** All cards, or those around what goes on now: what is far behind or ahead is one card. */
function around(cards: readonly Card[]): readonly Card[] {
  if (cards.length <= CARDS) return cards;
  const now = cards.findIndex(({ status }) => status !== 'complete');
  const from = Math.max(0, Math.min(now < 0 ? cards.length : now - 5, cards.length - (CARDS - 2)));
  const shown = cards.slice(from, from + CARDS - 2);
  const left = cards.length - from - shown.length;
  return [
    ...(from === 0 ? [] : [summary('before', `${from} earlier steps`, 'complete')]),
    ...shown,
    ...(left === 0 ? [] : [summary('after', `${left} more steps`, 'pending')]),
  ];
}

function summary(id: string, title: string, status: Card['status']): Card {
  return { id, title, status, details: '' };
}
