import { named } from '../../domain/plan.ts';
import type { ResultRow } from '../../domain/target.ts';
import { flag, text } from '../acting/row-fields.ts';
import type { SessionFacts } from './facts.ts';
import { readSession } from './read-facts.ts';
import { count, sessionWords } from './refuse-restore.ts';
import { statementFrom, type Template } from './statements.ts';

/** More programs than these nobody reads. */
const mostGroups = 8;

/** Who uses a database besides the bot, whose sessions are those of its two logins, whatever they call themselves. */
export function strangersIn(
  rows: readonly ResultRow[],
  operatorLogin: string | null,
): readonly SessionFacts[] {
  const isOperator = (login: string | null) =>
    operatorLogin !== null && login?.toLowerCase() === operatorLogin.toLowerCase();
  return rows
    .filter((row) => !flag(row, 'is_reader') && !isOperator(text(row, 'login')))
    .map(readSession);
}

/** Those who come back when they are thrown out: a disabled login does not, nor a queue that is off with its broker (S1). */
export function stillThere(sessions: readonly SessionFacts[]): readonly SessionFacts[] {
  return sessions.filter(({ disabled, activated }) => !disabled && !activated);
}

/** `Hartonomous.Api` as `HartonomousApp` from `api-1` (3), … */
export function whoWords(sessions: readonly SessionFacts[]): string {
  const groups = new Map<string, number>();
  for (const { program, login, host } of sessions) {
    const from = host === null ? '' : ` from ${named(host)}`;
    const who = `${named(program === '' ? 'no name' : program)} as ${named(login)}${from}`;
    groups.set(who, (groups.get(who) ?? 0) + 1);
  }
  const words = [...groups].map(([who, times]) => (times === 1 ? who : `${who} (${times})`));
  const more = words.length - mostGroups;
  return [...words.slice(0, mostGroups), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** What keeps their logins out, each once: the DBA's, since the operator may alter no login. */
export function loginStatements(
  template: Template,
  logins: readonly string[],
  act: 'disable' | 'enable',
): readonly string[] {
  return [...new Set(logins)]
    .toSorted()
    .map((login) => statementFrom(template(`login-${act}-dba`), { HartLogin: login }));
}

const stopWhen = {
  over: 'before it starts; it waits 10 minutes for that',
  beside: 'once the copy is restored; it waits an hour for that',
} as const;

/** What has to be done before it is started, for the plan. None where nobody is there. */
export function strangerNotes(
  sessions: readonly SessionFacts[] | null,
  template: Template,
  way: 'over' | 'beside' = 'over',
): readonly string[] {
  const there = stillThere(sessions ?? []);
  return [
    ...(there.length === 0
      ? []
      : [
          `Stop the application and the workers ${stopWhen[way]}, and goes no further while one of these is there: ${whoWords(there)}. ${orDisable(there, template)}`,
        ]),
    ...openWords(sessions ?? []),
  ];
}

/** The other way: their logins are disabled, and who is in by them is thrown out. */
export function orDisable(sessions: readonly SessionFacts[], template: Template): string {
  const statements = loginStatements(
    template,
    sessions.map(({ login }) => login),
    'disable',
  );
  return `Or let the DBA disable ${statements.length === 1 ? 'the login' : 'the logins'}, and enable ${statements.length === 1 ? 'it' : 'them'} afterwards: ${statements.map(named).join(', ')}.`;
}

/** Open transactions with the log that they hold (S15). */
function openWords(sessions: readonly SessionFacts[]): readonly string[] {
  const open = sessions
    .filter(({ openTransactions, logBytes }) => openTransactions > 0 || logBytes > 0)
    .toSorted((a, b) => b.logBytes - a.logBytes);
  if (open.length === 0) return [];
  const words = open.slice(0, mostGroups).map(sessionWords);
  const more = open.length - words.length;
  return [
    `${count(open.length, 'session')} with open transactions, rolled back before the tail is taken: ${words.join(', ')}${more > 0 ? `, ${more} more` : ''}.`,
  ];
}
