import type { ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { denials, isAdministrator, raise } from './denials.ts';

/** Sessions up to here belong to the system. */
const LAST_SYSTEM_SESSION = 50;
/** Who forgot to commit while `log-not-truncating` is on. */
const FORGETFUL = 71;
/** What is rolled back already, while `rollback-running` is on, is not ended any sooner. */
const ROLLING_BACK = 72;

/** `KILL session` */
export const kill: ReadAct = (reader) => {
  if (!reader.take('KILL')) return null;
  if (reader.peek().kind !== 'number') reader.fail();
  const id = reader.number();
  if (reader.take('WITH', 'STATUSONLY')) return () => undefined;
  return (context) => {
    if (!isAdministrator(context)) raise(denials.kill());
    killSession(id, context);
  };
};

/** Ends a session: 6104 the own one, 6106 there is none, 6107 one of the system. */
export function killSession(id: number, { world, session }: ActContext): void {
  if (id === session.spid)
    raise({ number: 6104, message: 'Cannot use KILL to kill your own process.' });
  if (id <= LAST_SYSTEM_SESSION)
    raise({ number: 6107, class: 14, message: 'Only user processes can be killed.' });
  if (id === ROLLING_BACK && world.fault('rollback-running')) return;
  const client = world.clients().find(({ spid }) => spid === id);
  const isForgetful = id === FORGETFUL && world.fault('log-not-truncating') !== undefined;
  if (client) client.end();
  else if (isForgetful) world.setFault('log-not-truncating', false);
  else if (!world.application.end(id))
    raise({ number: 6106, message: `Process ID ${id} is not an active process ID.` });
  world.changed();
}
