import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { messageText } from '../../domain/message-text.ts';
import { named } from '../../domain/plan.ts';
import type { PoisonMessage } from '../../domain/queue-acts.ts';
import { type OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { findQueue } from './queue-facts.ts';

/** So much of a message is shown. */
const shownCharacters = 2000;

/** The message that the reader of a queue takes next. */
export interface HeadMessage {
  readonly conversation: string;
  readonly order: string;
  readonly type: string | null;
  /** By the server's clock. */
  readonly enqueuedAt: string;
  readonly bytes: number;
  /** Its beginning; may hold a tenant's data (safety rule S51). */
  readonly body: string;
}

/** Null: the queue is empty. */
export async function readHead(
  queue: string,
  { facts }: OperationPorts,
): Promise<HeadMessage | null | Refusal> {
  const answer = await facts.ask('queue-head', {}, { HartQueue: queue });
  if (!answer.ok) return notKnown(`the message at the head of ${queue}`, answer.trouble.detail);
  const [row] = answer.value;
  if (row === undefined) return null;
  const type = row['message_type'] ?? null;
  return {
    conversation: String(row['conversation']),
    order: String(row['queuing_order']),
    type: type === null ? null : String(type),
    enqueuedAt: String(row['enqueued_at'] ?? '')
      .slice(0, 19)
      .replace('T', ' '),
    bytes: Number(row['bytes'] ?? 0),
    body: messageText(String(row['body'] ?? ''), shownCharacters),
  };
}

/** The message at the head of a queue with its body, for an operator alone. */
export async function poisonMessage(
  ports: OperationPorts,
  name: string,
): Promise<PoisonMessage | Refusal> {
  const queue = await findQueue(name, ports);
  if (isRefusal(queue)) return queue;
  const head = await readHead(queue.name, ports);
  if (isRefusal(head)) return head;
  if (head === null) return emptyQueue(queue.name);
  return {
    queue: queue.name,
    messageType: head.type,
    conversation: head.conversation,
    enqueuedAt: head.enqueuedAt,
    bytes: head.bytes,
    body: head.body,
  };
}

export function emptyQueue(name: string): Refusal {
  return refuse('empty', `No message waits in ${named(name)}.`, 'Nothing is to do.');
}
