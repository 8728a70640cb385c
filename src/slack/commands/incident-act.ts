import type { Actor, Incident, IncidentAct } from '../../domain/incident.ts';
import { code } from '../blocks/escape.ts';
import type { SlackServices } from '../services.ts';
import type { Asked, Command } from './command.ts';

/** Commands whose first argument is an incident. */
export const aboutIncident: NonNullable<Command['about']> = {
  what: 'an incident',
  find: async (id, services) => (await services.incident(id))?.environment ?? null,
};

/** Who asks, as the one who will be named. */
export function actorOf({ identity }: Pick<Asked, 'identity'>): Actor {
  return { person: identity.person ?? identity.userId, slackUserId: identity.userId };
}

/** Does it, and says so with a link to the thread where everyone sees it. */
export async function actOn(
  asked: Asked,
  incident: Incident,
  act: IncidentAct,
  done: string,
): Promise<void> {
  const { services, environment } = asked;
  const by = actorOf(asked);
  const refusal = await services.act({ environment, incident: incident.id, act, by });
  if (refusal !== null) return await asked.refuse(refusal);
  return await asked.confirm(`${done} ${code(incident.id)}.${threadLink(asked, incident)}`);
}

export function threadLink({ view }: Pick<Asked, 'view'>, { place }: Incident): string {
  const url = place === null ? null : view.link(place);
  return url === null ? '' : ` → <${url}|thread>`;
}

/** The incident that the first argument names; null after having said that there is none. */
export async function namedIncident(asked: Asked): Promise<Incident | null> {
  return await knownIncident(asked, asked.services, asked.args[0] ?? '');
}

async function knownIncident(
  asked: Asked,
  services: SlackServices,
  id: string,
): Promise<Incident | null> {
  const found = await services.incident(id.toUpperCase());
  if (found !== null) return found;
  await asked.say(`hart does not know the incident ${code(id)} any more.`);
  return null;
}
