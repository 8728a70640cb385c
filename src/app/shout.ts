import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Instant } from '../domain/time.ts';
import type { ActingParts } from '../operations/acting/ports.ts';
import { pathsOf } from './emergencies.ts';

/** Says on every second path what the store could not keep (safety rule S48). Rejects where nobody is known to hear it. */
export function createShout(parts: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly now: () => Instant;
}): ActingParts['shout'] {
  const { config, now } = parts;
  const paths = pathsOf(parts);
  return async (run, line) => {
    const at = now();
    const incident = run?.id ?? 'store';
    const emergency = {
      incident,
      environment: run?.order.environment ?? Object.keys(config.environments).join(', '),
      alert: 'store-unwritable',
      title: line,
      instances: [],
      remedy: "Look at the disk of hart's store; hart takes nothing on until it can write.",
      since: at,
      sandbox: config.sandbox,
    };
    const id = `store-unwritable-${incident}-${at}`;
    const note = { id, kind: 'firing' as const, outcome: null, emergency, at };
    const sent = await Promise.allSettled(paths.map((path) => path.send(note)));
    if (!sent.some(({ status }) => status === 'fulfilled'))
      throw new Error('No second path took it');
  };
}
