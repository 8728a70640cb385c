import { existsSync } from 'node:fs';
import { Fault } from '../domain/fault.ts';

/**
 * The image has the bot and nothing to simulate with: that is said, rather than fallen over.
 *
 * @throws Fault `config-invalid` where the simulation's code is not at `code`
 */
export function requireSimulation(code: URL): void {
  if (existsSync(code)) return;
  throw new Fault('config-invalid', 'There is no simulation here: this is the bot alone.', {
    hint: 'For the bot write a hart.yml; for the simulation use a clone of the repository.',
  });
}
