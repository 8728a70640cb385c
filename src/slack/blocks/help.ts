import type { Role } from '../../domain/authority.ts';
import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { code, escape } from './escape.ts';
import { table } from './table.ts';

/** What help tells of a command. */
export interface CommandHelp {
  readonly name: string;
  readonly usage: string;
  readonly role: Role;
  readonly summary: string;
  readonly example: string;
  /** More than one line of explanation, in Slack's markup. */
  readonly details: string;
}

const columns = [
  { title: 'Command', wrap: true },
  { title: 'What it does', wrap: true },
] as const;

/**
 * Only what this person may do; who may do the rest in the last line.
 *
 * @param holders in Slack's markup; empty: nobody
 * @param environment of which that is said; empty where it is the same everywhere
 */
export function helpBlocks(
  mine: readonly CommandHelp[],
  others: readonly CommandHelp[],
  holders: (role: Role) => string,
  environment = '',
): Content {
  const names = mine.map(({ name }) => name).join(', ');
  const rest = [...Map.groupBy(others, ({ role }) => role)].map(([role, theirs]) => {
    const who = holders(role);
    const whoMay = who === '' ? `nobody (the role ${role} is empty)` : who;
    return `${theirs.map(({ name }) => code(name)).join(' ')}: ${whoMay}`;
  });
  return {
    text: `hart watches Hartonomous. You may use: ${names}.`,
    blocks: [
      section(
        '*hart* watches Hartonomous and answers here. Only you see the answers, until you post them.',
      ),
      table(
        columns,
        mine.map(({ usage, summary }) => [{ text: usage, look: 'code' }, summary]),
      ),
      context(
        '`/hart help COMMAND` explains one with an example. `--env NAME` chooses the environment where there are several.',
        ...(rest.length === 0
          ? []
          : [
              `Not for you${environment === '' ? '' : ` in ${escape(environment)}`}: ${rest.join(' · ')}`,
            ]),
      ),
    ],
  };
}

/** One command explained. */
export function commandHelp({ usage, details, example, role }: CommandHelp): Content {
  return {
    text: `${escape(usage)}: ${details}`,
    blocks: [
      section(`${code(usage)}\n${details}`),
      context(`Example: ${code(example)} · needs the role *${role}*`),
    ],
  };
}
