import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load-config.ts';
import { neo4jAdminSchema } from '../../src/config/neo4j-admin-schema.ts';
import { exampleEnv, exampleText } from '../fakes/example-config.ts';

const sound = {
  command: ['/opt/neo4j/bin/neo4j-admin'],
  stop: ['/opt/neo4j/bin/neo4j', 'stop'],
  start: ['/opt/neo4j/bin/neo4j', 'start'],
  dumpDirectory: '/backups',
};

test('the tools of Neo4j are programs by their whole paths, with a patience of their own', () => {
  expect(neo4jAdminSchema.parse(sound)).toEqual({ ...sound, timeout: 7_200_000 });
  expect(
    neo4jAdminSchema.parse({ ...sound, command: ['C:\\neo4j\\bin\\neo4j-admin.bat'] }),
  ).toBeTruthy();
});

test.each([
  [{ command: ['neo4j-admin'] }, 'whole path'],
  [{ stop: [] }, 'names no program'],
  [{ kind: 'ssh' }, 'kind'],
  [{ dumpDirectory: undefined }, 'expected string'],
  [{ shell: true }, 'shell'],
])('%j is refused', (change, said) => {
  const parsed = neo4jAdminSchema.safeParse({ ...sound, ...change });
  expect(parsed.error?.message ?? '').toContain(said);
});

const contained = {
  kind: 'container',
  runtime: ['/usr/bin/podman'],
  container: 'neo4j',
  dumpDirectory: '/srv/backups',
};

test('in a container only the runtime needs its whole path', () => {
  expect(neo4jAdminSchema.parse(contained)).toEqual({
    ...contained,
    command: ['neo4j-admin'],
    service: ['neo4j'],
    timeout: 7_200_000,
  });
});

test.each([
  [{ runtime: ['docker'] }, 'whole path'],
  [{ container: '--privileged' }, 'name of a container'],
  [{ container: 'a b' }, 'name of a container'],
  [{ image: '-v/:/host' }, 'name of an image'],
  [{ containerDirectory: 'backups' }, 'whole path'],
  [{ stop: ['/bin/true'] }, 'stop'],
])('in a container %j is refused', (change, said) => {
  const parsed = neo4jAdminSchema.safeParse({ ...contained, ...change });
  expect(parsed.error?.message ?? '').toContain(said);
});

test.each([
  ['{ kind: ssh }', 'admin.kind', 'is none of what it can be', 'Write local, or container.'],
  [
    '{ kind: container, runtime: [/usr/bin/docker], contaner: neo4j, dumpDirectory: /b }',
    'admin.contaner',
    'is no known key',
    'Did you mean container?',
  ],
])('%s is told with the way out', (admin, path, message, hint) => {
  const said = exampleText({
    '      user: neo4j\n': `      user: neo4j\n      admin: ${admin}\n`,
  });
  const loaded = parseConfig(said, exampleEnv);
  expect(loaded.ok ? [] : loaded.faults).toContainEqual(
    expect.objectContaining({ path: `environments.production.neo4j.${path}`, message, hint }),
  );
});
