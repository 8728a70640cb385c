import type { Parameter } from '../../tds/wire-value.ts';
import type { AppLocks } from '../app-locks.ts';

const call =
  /\bAPPLOCK_MODE\s*\(\s*N?'[^']*'\s*,\s*(?:N?'((?:[^']|'')*)'|@(\w+))\s*,\s*N?'Session'\s*\)/gi;

/** Puts the mode of the session's own lock in the place of `APPLOCK_MODE('public', resource, 'Session')`. */
export function withAppLockModes(
  text: string,
  params: readonly Parameter[],
  session: { readonly database: string; readonly spid: number },
  locks: AppLocks,
): string {
  return text.replaceAll(call, (_, literal: string | undefined, name: string | undefined) => {
    const given = params.find((one) => one.name.toLowerCase() === name?.toLowerCase())?.value;
    const resource = literal?.replaceAll("''", "'") ?? (typeof given === 'string' ? given : '');
    return `N'${locks.mode(session.database, resource, session.spid)}'`;
  });
}
