import { groupName, type Role } from '../../domain/authority.ts';
import type { Authority } from '../../operations/authorise.ts';
import { groupsMayGive, holdersOf } from '../../operations/role-holders.ts';
import { code, escape } from '../blocks/escape.ts';
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
  usesEnvironment: true,
  changes: false,
  async run({ identity, args, environment, commands, services, answer, say }) {
    const [name] = args;
    if (name === undefined) {
      const isMine = ({ role, orRoles = [] }: Command) =>
        [role, ...orRoles].some((one) => identity.roles.includes(one));
      const mine = commands.filter(isMine);
      const others = commands.filter((command) => !isMine(command));
      const { authority } = services.facts;
      const who = (role: Role) => holders(authority, role, environment);
      const differs = Object.keys(authority.rolesIn ?? {}).length > 0;
      return await answer(() => helpBlocks(mine, others, who, differs ? environment : ''));
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

/** Who holds a role there, in Slack's markup: names, then groups. Where none is named, everybody who does, and where. */
function holders(authority: Authority, role: Role, environment: string): string {
  return holdersOf(role, environment === '' ? null : environment, authority)
    .flatMap(({ people, groups, environment: only }) => {
      const names = [
        ...people,
        ...(groupsMayGive(role, authority) ? groupWords(authority, groups) : []),
      ];
      if (names.length === 0) return [];
      const where = only === null || environment !== '' ? '' : `in ${escape(only)} `;
      return [`${where}${names.map(escape).join(', ')}`];
    })
    .join('; ');
}

function groupWords({ groupHandle }: Authority, groups: readonly string[]): readonly string[] {
  return groups.map((id) => `members of ${groupName(id, groupHandle?.(id) ?? null)}`);
}
