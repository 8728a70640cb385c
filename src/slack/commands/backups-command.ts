import { backupsBlocks } from '../blocks/backups.ts';
import type { Command } from './command.ts';

export const backupsCommand: Command = {
  name: 'backups',
  usage: '/hart backups',
  role: 'viewer',
  summary: 'The last backup of each kind, and to which moment the database can be restored',
  example: '/hart backups',
  details:
    'The newest full, differential, log and Neo4j backup with age and size, whether it was read back and whether a restore was tried; then the newest moment that can be restored, the worst gap, and what is missing.',
  needsEnvironment: true,
  changes: false,
  async run({ environment, services, answer, patiently }) {
    const backups = await patiently(services.backups(environment), 'Looking at the backups …');
    await answer((id) => backupsBlocks(backups, id));
  },
};
