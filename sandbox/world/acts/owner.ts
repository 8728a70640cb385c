import type { Database } from '../databases/database.ts';
import { sidOf } from '../login-sids.ts';
import type { ActContext } from './act-context.ts';
import { isAdministrator } from './denials.ts';

/** Whether the session acts as `dbo` of a database: its owner, or a member of sysadmin. */
export function isOwner(context: ActContext, { body }: Database): boolean {
  if (isAdministrator(context)) return true;
  const sid = sidOf(context.session.login, context.world.random);
  return sid !== undefined && Buffer.from(sid).equals(Buffer.from(body.options.ownerSid));
}
