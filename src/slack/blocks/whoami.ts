import { type Identity, roles } from '../../domain/authority.ts';
import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { code, escape } from './escape.ts';

/** Who the asker is to hart: team, user id, person, each role and why it is held. */
export function whoamiBlocks({ teamId, userId, person, roles: held, because }: Identity): Content {
  const who = person === null ? 'nobody whom `hart.yml` names' : `the person *${escape(person)}*`;
  const lines = held.map((role) => `• *${role}*: ${escape(because[role] ?? 'not known')}`);
  const missing = roles.filter((role) => !held.includes(role));
  return {
    text: `You are ${who}, user ${userId} of team ${teamId}, with the roles ${held.join(', ') || 'none'}.`,
    blocks: [
      section(`You are ${who}: user ${code(userId)} of team ${code(teamId)}.`),
      section(`*Roles*\n${lines.join('\n') || 'none'}`),
      context(missing.length === 0 ? 'You hold every role.' : `Not held: ${missing.join(', ')}`),
    ],
  };
}
