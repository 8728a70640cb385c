import { alertRoot } from '../blocks/alert-root.ts';
import { alertsBlocks } from '../blocks/alerts.ts';
import { context } from '../blocks/elements.ts';
import { code } from '../blocks/escape.ts';
import { storyBlocks } from '../blocks/thread-line.ts';
import { suggest } from '../suggest.ts';
import type { Asked, Command } from './command.ts';

export const alertsCommand: Command = {
  name: 'alerts',
  usage: '/hart alerts [all|mine|ID]',
  role: 'viewer',
  summary: 'What is open, who holds it, since when, what is silenced',
  example: '/hart alerts mine',
  details:
    '`all` (or nothing) lists every open alert, the silences and who is on call; `mine` those alerts that you hold; an incident id such as `7Q3F` shows that one, also when it is over, with what happened to it.',
  needsEnvironment: true,
  changes: false,
  async run(asked) {
    const [which = 'all', ...rest] = asked.args;
    if (rest.length > 0) return await asked.say('One of `all`, `mine` or an incident id.');
    const word = which.toLowerCase();
    if (word === 'all' || word === 'mine') return await list(asked, word);
    return await showOne(asked, which.toUpperCase());
  },
};

async function list(asked: Asked, which: 'all' | 'mine'): Promise<void> {
  const { environment, services, identity, view } = asked;
  const alerts = await services.alerts(environment);
  const mine = alerts.open.filter(
    ({ holder }) => holder !== null && holder.person === identity.person,
  );
  const shown = which === 'all' ? alerts : { ...alerts, open: mine };
  await asked.answer((id) => alertsBlocks(shown, which, view, id));
}

async function showOne(asked: Asked, id: string): Promise<void> {
  const incident = await asked.services.incident(id);
  if (incident === null || incident.environment !== asked.environment) {
    const meant = suggest(id.toLowerCase(), ['all', 'mine']);
    const hint = meant === null ? '' : ` Did you mean \`/hart alerts ${meant}\`?`;
    return await asked.say(
      `There is no incident ${code(id)} in ${code(asked.environment)}.${hint} \`/hart alerts\` lists what is open.`,
    );
  }
  const url = incident.place === null ? null : asked.view.link(incident.place);
  const changes = await asked.services.timeline(incident);
  return await asked.answer(() => {
    const { text, blocks } = alertRoot(incident, asked.view);
    const story = storyBlocks(incident, changes);
    const thread = url === null ? [] : [context(`→ <${url}|thread>`)];
    return { text, blocks: [...blocks, ...story, ...thread] };
  });
}
