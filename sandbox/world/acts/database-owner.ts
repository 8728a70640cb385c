import { sidOf } from '../login-sids.ts';
import type { World } from '../world.ts';
import type { ReadAct } from './act.ts';
import { denials, isAdministrator, raise } from './denials.ts';

export function setTrustworthy(database: string, on: boolean, world: World): void {
  world.databases.changeOptions(database, { isTrustworthy: on }, world.now());
  world.changed();
}

/** 15151 where there is no such login. */
export function setOwner(database: string, login: string, world: World): void {
  const sid = sidOf(login, world.random);
  if (!sid) raise(denials.find('principal', login));
  world.databases.changeOptions(database, { ownerSid: sid }, world.now());
  world.changed();
}

/** `ALTER AUTHORIZATION ON DATABASE::name TO login` */
export const alterAuthorization: ReadAct = (reader) => {
  if (!reader.take('ALTER', 'AUTHORIZATION')) return null;
  reader.expect('ON', 'DATABASE', '::');
  const database = reader.name();
  reader.expect('TO');
  const login = reader.name();
  return (context) => {
    const { world } = context;
    if (!world.databases.find(database) || !isAdministrator(context))
      raise(denials.find('database', database));
    setOwner(database, login, world);
  };
};
