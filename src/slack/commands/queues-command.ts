import { queuesBlocks } from '../blocks/queues.ts';
import type { Command } from './command.ts';

export const queuesCommand: Command = {
  name: 'queues',
  usage: '/hart queues',
  role: 'viewer',
  summary: 'Every Service Broker queue: depth, trend, oldest message, what is switched off',
  example: '/hart queues',
  details:
    'Each queue with how much waits in it, how that changed, how old the oldest message is, whether it takes and gives messages, and whether its procedure runs. Undelivered messages and dead letters below.',
  needsEnvironment: true,
  changes: false,
  async run({ environment, services, identity, answer, patiently }) {
    const queues = await patiently(services.queues(environment), 'Looking at the queues …');
    const mayAct = identity.roles.includes('operator');
    await answer((id) => queuesBlocks(queues, id, mayAct));
  },
};
