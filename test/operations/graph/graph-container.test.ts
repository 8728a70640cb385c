import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createNeo4jAdmin } from '../../../src/clients/neo4j-admin.ts';
import { neo4jInContainer } from '../../../src/clients/neo4j-container.ts';
import type { OperationPorts } from '../../../src/operations/acting/operation.ts';
import {
  atoms,
  deployment,
  home,
  perform,
  planned,
  portsWith,
  running,
  withGraph,
} from './graph-bench.ts';

withGraph();

const docker = fileURLToPath(new URL('../../support/fake-docker.ts', import.meta.url));

/** The same Neo4j behind what stands for docker; `calls` are the argument lists that came. */
function contained(kind: 'main' | 'service', backupFrom: string | null = null) {
  const { dumps, admin } = home();
  const record = join(dirname(dirname(admin)), 'docker-calls');
  rmSync(record, { force: true });
  const ports: OperationPorts = {
    ...portsWith({}),
    graphAdmin: createNeo4jAdmin(
      neo4jInContainer({
        runtime: [process.execPath, docker, kind, record, dirname(admin), dumps],
        container: 'graph',
        image: kind === 'main' ? 'neo4j:5' : null,
        command: ['neo4j-admin'],
        service: ['neo4j'],
        dumpDirectory: dumps,
        containerDirectory: '/backups',
        backupFrom,
        timeout: 30_000,
      }),
    ),
  };
  const calls = () =>
    readFileSync(record, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  return { ports, calls };
}

const dump = (database: string) => [
  'neo4j-admin',
  'database',
  'dump',
  '--to-path=/backups/R7',
  database,
];
const run = ['run', '--rm', '--volumes-from', 'graph', 'neo4j:5'];
const exec = ['exec', 'graph'];
const limited = [...exec, 'timeout', '-k', '60', '30'];

describe('S30 a dump of a graph in a container', () => {
  it('S34 stops the container, dumps and loads beside it, and starts it: each an argument list of its own', async () => {
    const { ports, calls } = contained('main');
    const plan = await planned('backup.neo4j', { workersPaused: true }, ports);
    const { failed } = await perform(plan, ports);
    expect(failed).toBeNull();
    expect(readdirSync(join(home().dumps, 'R7')).toSorted()).toEqual(['neo4j.dump', 'system.dump']);
    const acts = calls().filter((each) => Array.isArray(each) && each[0] !== 'container');
    expect(acts).toEqual([
      ['stop', '-t', '300', 'graph'],
      [...run, ...dump('system')],
      [...run, ...dump('neo4j')],
      ['start', 'graph'],
    ]);
    expect(await running()).toBe(true);
    expect(await atoms()).toBeGreaterThan(0);

    const back = await planned('restore.neo4j', { workersPaused: true }, ports);
    expect((await perform(back, ports)).failed).toBeNull();
    const load = ['load', '--from-path=/backups/R7', '--overwrite-destination=true', 'neo4j'];
    expect(calls()).toContainEqual([...run, 'neo4j-admin', 'database', ...load]);
    expect(await running()).toBe(true);
  });

  it('does all within one that goes on without Neo4j', async () => {
    const { ports, calls } = contained('service');
    const plan = await planned('backup.neo4j', { workersPaused: true }, ports);
    const { failed } = await perform(plan, ports);
    expect(failed).toBeNull();
    expect(calls()).toContainEqual([...exec, 'neo4j', 'stop']);
    expect(calls()).toContainEqual([...limited, ...dump('neo4j')]);
    expect(await running()).toBe(true);
  });

  it('is not needed where it backs up while it runs', async () => {
    await deployment.world.setFault('neo4j-enterprise', true, {});
    const { ports, calls } = contained('main', 'localhost:6362');
    const plan = await planned('backup.neo4j', {}, ports);
    const { failed } = await perform(plan, ports);
    expect(failed).toBeNull();
    expect(calls()).toContainEqual([
      ...limited,
      'neo4j-admin',
      'database',
      'backup',
      '--to-path=/backups/R7',
      '--from=localhost:6362',
      'neo4j',
    ]);
  });
});
