import type { Instant } from '../domain/time.ts';
import type { OperationPorts } from '../operations/acting/operation.ts';
import type { RunStore } from '../operations/acting/ports.ts';
import { copiesDue } from './copies-due.ts';
import { readBacks } from './read-backs.ts';

/** What views know by runs of the past, by environment. */
export function runMemories(
  runs: Pick<RunStore, 'past'>,
  portsOf: (environment: string) => Pick<OperationPorts, 'facts'> | undefined,
  now: () => Instant,
) {
  return {
    readBacks: (environment: string) => readBacks(runs, environment),
    copiesDue: (environment: string) => copiesDue(runs, portsOf(environment), environment, now()),
  };
}
