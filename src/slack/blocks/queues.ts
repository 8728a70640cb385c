import { worstState } from '../../domain/check.ts';
import { formatNumber, formatValue } from '../../domain/format-value.ts';
import type { Content } from '../../domain/message.ts';
import type { QueueLine, QueuesView } from '../../domain/queues-view.ts';
import { formatDuration } from '../../domain/time.ts';
import { answerButtons, context, section } from './elements.ts';
import { escape } from './escape.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { sparkline } from './sparkline.ts';
import { stateMark } from './state-mark.ts';
import { type Cell, table } from './table.ts';

const columns = [
  { title: 'Queue' },
  { title: 'State', align: 'center' },
  { title: 'Waiting', align: 'right' },
  { title: 'Trend' },
  { title: 'Oldest', align: 'right' },
  { title: 'Receive / enqueue' },
  { title: 'Activation' },
] as const;

/** Every Service Broker queue, with what makes it stand still in bold. */
export function queuesBlocks(
  view: QueuesView,
  viewId: string | null,
  /** An operator asks. */
  mayAct = false,
): Content {
  const state = overall(view);
  const words = headline(view);
  return {
    text: escape(
      `${stateMark(state)} Queues of ${view.environment}: ${words}, as of ${plainDate(view.asOf, 'time')}`,
    ),
    blocks: [
      section(
        `${stateMark(state)} *Queues of ${escape(view.environment)}*: ${escape(words)}   ·   as of ${slackDate(view.asOf, 'time')}`,
      ),
      ...(view.queues.length === 0 ? [] : [table(columns, view.queues.map(cells))]),
      context(
        `Undelivered: ${formatValue(view.undelivered, 'count')} · Dead letters: ${formatValue(view.deadLetters, 'count')}`,
        ...view.unknown.slice(0, 5).map((why) => `Not known: ${escape(why)}`),
      ),
      ...answerButtons(
        viewId,
        ...(mayAct && view.queues.length > 0 ? (['queueActs'] as const) : []),
        'postToChannel',
        'refresh',
      ),
    ],
  };
}

function overall({ queues, unknown }: QueuesView): ReturnType<typeof worstState> {
  const states = queues.map(({ state }) => state);
  return worstState(unknown.length > 0 || queues.length === 0 ? [...states, 'unknown'] : states);
}

function headline({ queues, unknown }: QueuesView): string {
  if (queues.length === 0) return unknown[0] ?? 'no queue is visible';
  const known = queues.flatMap(({ depth }) => (depth === null ? [] : [depth]));
  if (known.length === 0) return 'depths not known';
  const sum = known.reduce((total, depth) => total + depth, 0);
  const disabled = queues.filter((queue) => queue.receiveEnabled === false).length;
  const words = `${formatNumber(sum)} message${sum === 1 ? '' : 's'} waiting in ${queues.length} queue${queues.length === 1 ? '' : 's'}`;
  const missing = queues.length - known.length;
  return [
    words,
    ...(missing > 0 ? [`${missing} not known`] : []),
    ...(disabled > 0 ? [`${disabled} disabled`] : []),
  ].join(', ');
}

function cells(queue: QueueLine): readonly Cell[] {
  const enabled = `${onOff(queue.receiveEnabled)} / ${onOff(queue.enqueueEnabled)}`;
  const stopped = queue.receiveEnabled === false || queue.enqueueEnabled === false;
  const activation = activationWords(queue);
  return [
    queue.queue,
    stateMark(queue.state),
    formatValue(queue.depth, 'count'),
    sparkline(queue.trend),
    queue.oldest === null ? '' : formatDuration(queue.oldest),
    stopped ? { text: enabled, look: 'bold' } : enabled,
    queue.activationEnabled === false && hasProcedure(queue)
      ? { text: activation, look: 'bold' }
      : activation,
  ];
}

function onOff(enabled: boolean | null): string {
  if (enabled === null) return '–';
  return enabled ? 'on' : 'off';
}

/** A queue without a procedure to activate has no readers to be: that is no trouble. */
function hasProcedure({ maxReaders }: QueueLine): boolean {
  return maxReaders !== 0;
}

function activationWords(queue: QueueLine): string {
  const { activationEnabled, readers, maxReaders } = queue;
  if (activationEnabled === false && !hasProcedure(queue)) return 'none';
  const most = maxReaders === null ? '' : ` of ${maxReaders}`;
  const running = readers === null ? '' : `, ${readers}${most} running`;
  return `${onOff(activationEnabled)}${running}`;
}
