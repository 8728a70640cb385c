import { proposeInDialog } from '../runs/propose-in-dialog.ts';
import type { Command } from './command.ts';

export const resyncCommand: Command = {
  name: 'resync',
  usage: '/hart resync',
  role: 'operator',
  summary: 'Brings provenance to Neo4j again, in throttled batches',
  example: '/hart resync --env production',
  details:
    'Shows the plan and wants one approval; compares every key before and after: missing, surplus, under another tenant. What the sync does not carry is named.',
  needsEnvironment: true,
  changes: false,
  dialog: true,
  run: (asked) => proposeInDialog(asked, 'resync', {}),
};
