import { statusBlocks } from '../blocks/status.ts';
import type { Command } from './command.ts';

export const statusCommand: Command = {
  name: 'status',
  usage: '/hart status',
  role: 'viewer',
  summary: 'One screen: how everything is, what is open, what runs',
  example: '/hart status',
  details:
    'Ten lines, each with its state, the one number that matters, its trend and its age. First the last known values; then the same message again, measured anew. What hart does not know it calls unknown.',
  needsEnvironment: true,
  changes: false,
  async run({ environment, services, view, preview, answer }) {
    const known = await services.status(environment);
    await preview((id) => statusBlocks(known, view, id));
    let shown = false;
    const fresh = await services.refresh(environment, (better) => {
      // One step in between is all that the reply has uses for.
      if (shown) return;
      shown = true;
      void preview((id) => statusBlocks(better, view, id));
    });
    await answer((id) => statusBlocks(fresh, view, id));
  },
};
