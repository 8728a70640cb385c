import { sidOf } from '../login-sids.ts';
import type { ReadAct } from './act.ts';
import { denials, isAdministrator, raise } from './denials.ts';

/** `ALTER LOGIN name ENABLE | DISABLE` */
export const alterLogin: ReadAct = (reader) => {
  if (!reader.take('ALTER', 'LOGIN')) return null;
  const login = reader.name();
  const enabled = reader.take('ENABLE');
  if (!enabled) reader.expect('DISABLE');
  return (context) => {
    const { world } = context;
    if (!sidOf(login, world.random) || !isAdministrator(context))
      raise(denials.alter('login', login));
    world.application.setLoginEnabled(login, enabled);
    world.changed();
  };
};
