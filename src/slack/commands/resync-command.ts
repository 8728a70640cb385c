import { proposeInDialog } from '../runs/propose-in-dialog.ts';
import type { Command } from './command.ts';

export const resyncCommand: Command = {
  name: 'resync',
  usage: '/hart resync',
  role: 'operator',
  summary: 'Brings provenance to Neo4j again, in throttled batches',
  example: '/hart resync --env production',
  details:
    'Shows what is missing, surplus and differing in the graph, and the plan; wants one approval; compares key by key at the end. What the sync does not carry is named.',
  needsEnvironment: true,
  changes: false,
  dialog: true,
  run: (asked) => proposeInDialog(asked, 'resync', {}),
};
