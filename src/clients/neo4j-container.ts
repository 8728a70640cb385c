import type { Duration } from '../domain/time.ts';
import { timeLimit } from './call-within.ts';
import type { Neo4jPrograms } from './neo4j-admin.ts';

/** The tools of a Neo4j in a container, as they are configured. */
export interface Neo4jContainer {
  /** `docker` or `podman`, with its whole path and first arguments. */
  readonly runtime: readonly string[];
  readonly container: string;
  /** Null: Neo4j is a service in a container that goes on without it. */
  readonly image: string | null;
  readonly command: readonly string[];
  readonly service: readonly string[];
  readonly dumpDirectory: string;
  readonly containerDirectory: string | null;
  readonly backupFrom: string | null;
  readonly timeout: Duration;
}

/** Seconds until the runtime kills what it stops: its own ten leave a store that is not shut down, and no dump. */
const patience = '300';

/**
 * The same programs by a container's runtime. Whatever is added later stays an argument: `docker exec` and `docker run`
 * hand their list on as it is, and no shell reads it, here or there.
 */
export function neo4jInContainer(config: Neo4jContainer): Neo4jPrograms {
  const { runtime, container, image, command, service } = config;
  const { dumpDirectory, containerDirectory, backupFrom, timeout } = config;
  const within = [...runtime, 'exec', container];
  const limit = timeLimit(timeout);
  const common = {
    command: [...within, ...limit, ...command],
    within: { exec: within, limit, container, runtime: runtime.at(-1) ?? '' },
    dumpDirectory,
    toolDirectory: containerDirectory ?? dumpDirectory,
    backupFrom,
    timeout,
  };
  if (image === null)
    return {
      ...common,
      stop: [...within, ...service, 'stop'],
      start: [...within, ...service, 'start'],
      status: [...within, ...service, 'status'],
    };
  return {
    ...common,
    offline: [...runtime, 'run', '--rm', '--volumes-from', container, image, ...command],
    stop: [...runtime, 'stop', '-t', patience, container],
    start: [...runtime, 'start', container],
    status: [...runtime, 'container', 'inspect', '--format={{.State.Running}}', container],
    statusSays: { running: 'true', stopped: 'false' },
  };
}
