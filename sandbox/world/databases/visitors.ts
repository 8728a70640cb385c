import type { World } from '../world.ts';
import { PRODUCT } from './databases.ts';

/** Sessions that are in a database now: those of TDS clients, and in the product's those of the application. */
export function visitorsOf(
  world: Pick<World, 'clients' | 'databases' | 'application'>,
  name: string,
): readonly number[] {
  const clients = world
    .clients()
    .filter(({ database }) => database.toLowerCase() === name.toLowerCase())
    .map(({ spid }) => spid);
  if (name.toLowerCase() !== PRODUCT.toLowerCase()) return clients;
  return [...clients, ...world.application.sessions().map(({ id }) => id)];
}
