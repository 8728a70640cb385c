import { groupName, type Role } from '../../domain/authority.ts';
import type { Authority } from '../../operations/authorise.ts';
import { code } from '../blocks/escape.ts';
import { commandHelp, helpBlocks } from '../blocks/help.ts';
import { suggest } from '../suggest.ts';
import type { Command } from './command.ts';

export const helpCommand: Command = {
  name: 'help',
  usage: '/hart help [command]',
  role: 'viewer',
  summary: 'What you may do here; with a command, more about it',
  example: '/hart help check',
  details: 'Lists the commands that you may use, or explains one with an example.',
  needsEnvironment: false,
  changes: false,
  async run({ identity, args, commands, services, answer, say }) {
    const [name] = args;
    if (name === undefined) {
      const isMine = ({ role, orRoles = [] }: Command) =>
        [role, ...orRoles].some((one) => identity.roles.includes(one));
      const mine = commands.filter(isMine);
      const others = commands.filter((command) => !isMine(command));
      const { authority } = services.facts;
      return await answer(() => helpBlocks(mine, others, (role) => holders(authority, role)));
    }
    const wanted = name.toLowerCase().replace(/^\/hart$/, 'help');
    const found = commands.find((command) => command.name === wanted);
    if (found !== undefined) return await answer(() => commandHelp(found));
    const names = commands.map((command) => command.name);
    const meant = suggest(wanted, names);
    const hint = meant === null ? '`/hart help` lists them.' : `Did you mean \`${meant}\`?`;
    return await say(`hart has no command ${code(name)}. ${hint}`);
  },
};

/** Who holds a role, for people: names, then groups. */
function holders({ roles, groupHandle }: Authority, role: Role): readonly string[] {
  const { people = [], groups = [] } = roles[role] ?? {};
  return [
    ...people,
    ...groups.map((id) => `members of ${groupName(id, groupHandle?.(id) ?? null)}`),
  ];
}
