import { expect, it } from 'vitest';
import { readContents } from '../../../sandbox/world/contents.ts';
import { faultCatalogue } from '../../../sandbox/world/fault-catalogue.ts';
import { openWorld } from './open-world.ts';

it('tells what the databases hold', async () => {
  const { world } = await openWorld();
  const contents = await readContents(world);
  expect(contents.map(({ name }) => name)).toEqual([
    'SQL Server',
    'Queues',
    'msdb',
    'Databases',
    'Files',
    'Neo4j',
    'api-1',
    'api-2',
  ]);
  expect(contents.every(({ up }) => up)).toBe(true);
  const text = contents.map((each) => each.text).join('\n');
  expect(text).toMatch(/^5,0\d\d atoms, 5,0\d\d embeddings, [1-9],?\d+ OODA phases, \d/);
  expect(text).toMatch(/messages in 8 queues/);
  expect(text).toMatch(/\d+ backups, the newest \d+ min ago/);
  expect(text).toMatch(/[\d,]+ backups on disk, [\d,]+ GB free on D:/);
  const databases = contents.find(({ name }) => name === 'Databases');
  expect(databases?.items).toEqual([expect.stringMatching(/^Hartonomous: ONLINE, \d+ GB$/)]);
});

it('tells what a fault does to them', async () => {
  const { world } = await openWorld();
  world.setFault('queue-flooded', true, { queue: 'ActQueue', depth: 700 });
  world.setFault('neo4j-down', true);
  world.setFault('api-down', true);
  const contents = new Map((await readContents(world)).map((each) => [each.name, each]));
  expect(contents.get('Queues')?.text).toContain('most in ActQueue: 700');
  expect(contents.get('Neo4j')?.up).toBe(false);
  expect(contents.get('api-1')?.up).toBe(false);
  expect(contents.get('api-2')?.up).toBe(true);
  expect(contents.get('SQL Server')?.up).toBe(true);
});

it('can be told whatever is broken', async () => {
  const { world } = await openWorld();
  for (const { name } of faultCatalogue) world.setFault(name, true);
  expect(await readContents(world)).toHaveLength(8);
});
