import { applicationSessions } from '../parts/sessions.ts';
import type { World } from '../world.ts';
import { PRODUCT } from './databases.ts';

/** Sessions that are in a database now: those of TDS clients, and in the product's those of the application. */
export function visitorsOf(
  world: Pick<World, 'clients' | 'databases'>,
  name: string,
): readonly number[] {
  const clients = world
    .clients()
    .filter(({ database }) => database.toLowerCase() === name.toLowerCase())
    .map(({ spid }) => spid);
  const database = world.databases.find(name);
  const isOpen =
    database?.name === PRODUCT &&
    database.state === 'ONLINE' &&
    database.userAccess === 'MULTI_USER';
  return isOpen ? [...clients, ...applicationSessions] : clients;
}
