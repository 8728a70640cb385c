import { whoamiBlocks } from '../blocks/whoami.ts';
import type { Command } from './command.ts';

export const whoamiCommand: Command = {
  name: 'whoami',
  usage: '/hart whoami',
  role: 'viewer',
  summary: 'Your team, user id and roles, and why you hold them',
  example: '/hart whoami',
  details: 'Who you are to hart: the ids by which it knows you, the person, each role and why.',
  needsEnvironment: false,
  changes: false,
  run: ({ identity, answer }) => answer(() => whoamiBlocks(identity)),
};
