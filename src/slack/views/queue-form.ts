import { formatValue } from '../../domain/format-value.ts';
import type { PoisonMessage } from '../../domain/queue-acts.ts';
import { queueActs } from '../../domain/queue-acts.ts';
import type { QueueLine, QueuesView } from '../../domain/queues-view.ts';
import { context, section } from '../blocks/elements.ts';
import { clip, code, escape } from '../blocks/escape.ts';
import { codeBlock } from '../blocks/run-report.ts';
import type { DialogView } from './dialog.ts';
import { menu, radio } from './pickers.ts';

export const queueCallback = 'queue_act';
/** Reads only: it is no operation. */
export const showPoison = 'show';

/** Which queue, and what to do with it; the plan comes next. */
export function queueForm({ environment, queues, unknown }: QueuesView): DialogView {
  const title = 'Act on a queue';
  const [first] = queues.filter(({ state }) => state !== 'ok');
  if (queues.length === 0)
    return {
      title,
      blocks: [section(`*No queue is visible.* ${escape(unknown[0] ?? '')}`)],
    };
  return {
    title,
    submit: { label: 'Next', callbackId: queueCallback },
    about: environment,
    blocks: [
      section(`Queues of ${code(environment)}. What changes something shows its plan first.`),
      menu({
        name: 'queue',
        label: 'Which queue',
        options: queues.map((queue) => ({ label: queueWords(queue), value: queue.queue })),
        initial: (first ?? queues[0])?.queue ?? '',
      }),
      radio({
        name: 'act',
        label: 'What to do',
        options: [
          ...Object.entries(queueActs).map(([value, label]) => ({ label, value })),
          { label: 'Show the message at its head, only to you', value: showPoison },
        ],
        initial: first?.receiveEnabled === false ? 'queue.enable' : '',
      }),
    ],
  };
}

function queueWords({ queue, depth, receiveEnabled, activationEnabled }: QueueLine): string {
  return [
    queue,
    ...(depth === null ? [] : [`${formatValue(depth, 'count')} waiting`]),
    ...(receiveEnabled === false ? ['disabled'] : []),
    ...(activationEnabled === false ? ['no activation'] : []),
  ].join(', ');
}

/** In a dialog, which nobody else sees and which no channel keeps (S51). */
export function poisonView(message: PoisonMessage): DialogView {
  const { queue, messageType, conversation, enqueuedAt, bytes, body } = message;
  return {
    title: 'Message at the head',
    blocks: [
      section(
        `${code(queue)}${messageType === null ? '' : `, type ${code(clip(messageType, 200))}`}`,
      ),
      section(codeBlock([body === '' ? '(no body)' : body], 2700)),
      context(
        [
          formatValue(bytes, 'bytes'),
          ...(enqueuedAt === null
            ? []
            : [`enqueued ${escape(enqueuedAt.replace('T', ' '))} by the server's clock`]),
          ...(conversation === null ? [] : [`conversation ${code(conversation)}`]),
        ].join(' · '),
      ),
      context('Only you see this: message bodies stay out of channels.'),
    ],
  };
}
