import type { Block } from '../domain/message.ts';
import { isOver } from '../domain/run.ts';
import type { Instant } from '../domain/time.ts';
import { closedHome, homeBlocks } from './blocks/home.ts';
import type { ViewContext } from './blocks/view-context.ts';
import type { Gate } from './gate.ts';
import type { SlackServices } from './services.ts';

export interface HomeParts {
  readonly services: SlackServices;
  readonly gate: Gate;
  readonly link: ViewContext['link'];
  readonly now: () => Instant;
}

/** More runs than this never go on or wait at once. */
const LISTED = 50;

/** What one person may see in the Home tab, looked up anew each time. `open` false: nothing but why not. */
export async function homeViewOf(
  { teamId, userId }: { readonly teamId: string; readonly userId: string },
  { services, gate, link, now }: HomeParts,
): Promise<{ readonly open: boolean; readonly blocks: readonly Block[] }> {
  const answer = await gate({
    teamId,
    userId,
    channelId: null,
    wanted: 'viewer',
    action: 'The Home tab',
    environment: null,
    wish: 'cached',
  });
  if (answer.kind === 'refusal')
    return { open: false, blocks: closedHome(answer.message, answer.hint) };
  const { environments: all, defaultEnvironment: first } = services.facts;
  const names = all.map(({ name }) => name);
  const ordered = [...new Set([...names.filter((name) => name === first), ...names])];
  const environments = await Promise.all(
    ordered.map(async (name) => ({
      status: await services.status(name),
      alerts: await services.alerts(name),
      runs: (await services.acting.list(name, LISTED)).filter(
        ({ state }) => !isOver(state) && state !== 'planned',
      ),
    })),
  );
  const me = answer.identity;
  const turns = services.turnsOf(me.person);
  return { open: true, blocks: homeBlocks({ environments, turns, me }, { now: now(), link }) };
}
