import { expect, test } from 'vitest';
import { neo4jAdminSchema } from '../../src/config/neo4j-admin-schema.ts';

const sound = {
  command: ['/opt/neo4j/bin/neo4j-admin'],
  stop: ['/opt/neo4j/bin/neo4j', 'stop'],
  start: ['/opt/neo4j/bin/neo4j', 'start'],
  dumpDirectory: '/backups',
};

test('the tools of Neo4j are programs by their whole paths, with a patience of their own', () => {
  expect(neo4jAdminSchema.parse(sound)).toEqual({ ...sound, kind: 'local', timeout: 7_200_000 });
  expect(
    neo4jAdminSchema.parse({ ...sound, command: ['C:\\neo4j\\bin\\neo4j-admin.bat'] }),
  ).toBeTruthy();
});

test.each([
  [{ command: ['neo4j-admin'] }, 'whole path'],
  [{ stop: [] }, 'names no program'],
  [{ kind: 'ssh' }, '"local"'],
  [{ dumpDirectory: undefined }, 'expected string'],
  [{ shell: true }, 'shell'],
])('%j is refused', (change, said) => {
  const parsed = neo4jAdminSchema.safeParse({ ...sound, ...change });
  expect(parsed.error?.message ?? '').toContain(said);
});
