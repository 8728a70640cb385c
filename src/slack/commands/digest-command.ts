import { digestBlocks } from '../blocks/digest.ts';
import type { Command } from './command.ts';

export const digestCommand: Command = {
  name: 'digest',
  usage: '/hart digest',
  role: 'viewer',
  summary: "Today's digest now, only for you",
  example: '/hart digest',
  details:
    'What is worth knowing of today so far: incidents, backups, latency and queues over time, the slowest queries, what is due, what is silenced or off.',
  needsEnvironment: true,
  changes: false,
  async run({ environment, services, answer, patiently }) {
    const digest = await patiently(services.digest(environment), 'Gathering the day …');
    await answer((id) => digestBlocks(digest, id));
  },
};
