import type { Config } from './load-config.ts';

/** Keys that are understood but have no effect yet: said at the start, so that nobody relies on them. */
export function notInUse(config: Config): string[] {
  return Object.entries(config.environments).flatMap(([name, { neo4j }]) =>
    neo4j.admin === undefined ? [] : [`environments.${name}.neo4j.admin`],
  );
}
