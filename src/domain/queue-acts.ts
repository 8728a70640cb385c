import type { OperationName } from './plan.ts';

/** What an operator can ask of one queue; `options` of these orders are `{queue}`. */
export const queueActs = {
  'queue.enable': 'Enable it: it takes and gives messages again',
  'queue.activate': 'Start its activation',
  'queue.requeue': 'Put the poison message back at the end',
  'queue.drop': 'Drop the poison message',
  'queue.end-conversations': 'End leaked conversations',
} as const satisfies Partial<Record<OperationName, string>>;
export type QueueAct = keyof typeof queueActs;

/** The message that a queue stumbles over. Its body may hold a tenant's data: for operators only, never in a channel. */
export interface PoisonMessage {
  readonly queue: string;
  readonly messageType: string | null;
  readonly conversation: string | null;
  /** By the server's clock, as text. */
  readonly enqueuedAt: string | null;
  readonly bytes: number | null;
  /** Its beginning, as text where it is text. */
  readonly body: string;
}
