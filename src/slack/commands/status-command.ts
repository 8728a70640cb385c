import type { Content } from '../../domain/message.ts';
import { context } from '../blocks/elements.ts';
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
    // Measuring need not wait until Slack has taken the first answer; answers keep their order.
    void preview((id) => unfinished(statusBlocks(known, view, id), id));
    let shown = false;
    const fresh = await services.refresh(environment, (better) => {
      // One step in between is all that the reply has uses for.
      if (shown) return;
      shown = true;
      void preview((id) => unfinished(statusBlocks(better, view, id), id));
    });
    await answer((id) => statusBlocks(fresh, view, id));
  },
};

/** Says that more is to come; not in what is posted to a channel, where nothing more comes. */
function unfinished({ text, blocks }: Content, viewId: string | null): Content {
  return { text, blocks: viewId === null ? blocks : [...blocks, context('Measuring anew …')] };
}
