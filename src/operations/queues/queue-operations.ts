import type { Operation } from '../acting/operation.ts';
import { dismissLetters, requeueLetters } from './dead-letters.ts';
import { endConversations } from './end-conversations.ts';
import { activateQueue, enableQueue } from './set-queue.ts';
import { dropMessage, requeueMessage } from './take-message.ts';

/** Repairs of Service Broker: each by a procedure of `sql/install/07-repair-procedures.sql`. */
export const queueOperations: readonly Operation[] = [
  enableQueue,
  activateQueue,
  endConversations,
  requeueMessage,
  dropMessage,
  requeueLetters,
  dismissLetters,
];
