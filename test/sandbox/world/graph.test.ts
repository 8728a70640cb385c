import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../sandbox/world/clock.ts';
import { openWorld } from './open-world.ts';

const inSql = 'SELECT COUNT(*) FROM dbo.Atom';

test('the graph is in step with SQL Server, and stays so', async () => {
  const { world, value } = await openWorld();
  for (let round = 0; round < 3; round += 1) {
    const atoms = Number(await value(inSql));
    expect(Math.abs(atoms - world.graph.count('Atom'))).toBeLessThanOrEqual(1);
    world.advance(90 * MINUTE);
  }
  expect(world.graph.count('Nothing')).toBe(0);
  expect(world.graph.count(null)).toBe(world.graph.count('Atom') + world.graph.count('Tenant'));
});

test('its nodes are those that it counts, with the keys of SQL Server', async () => {
  const { world, ask } = await openWorld();
  for (const atoms of [0, 1310]) {
    world.setFault('graph-drift', atoms > 0, atoms > 0 ? { atoms } : {});
    const nodes = [...world.graph.nodes('Atom')];
    expect(nodes).toHaveLength(world.graph.count('Atom'));
    expect([...world.graph.nodes(null)]).toHaveLength(world.graph.count(null));
  }
  const [first] = await ask(
    'SELECT TOP (1) a.AtomId, a.TenantId FROM dbo.Atom AS a ORDER BY a.AtomId',
  );
  const [node] = world.graph.nodes('Atom');
  expect(node?.properties).toMatchObject({
    id: Number(first?.['AtomId']),
    tenantId: first?.['TenantId'],
  });
});

test('drift takes away as many atoms as it says, and gives them back', async () => {
  const { world } = await openWorld();
  const whole = world.graph.count('Atom');
  world.setFault('graph-drift', true, { atoms: 310 });
  expect(world.graph.count('Atom')).toBe(whole - 310);
  world.setFault('graph-drift', true, { atoms: 1_000_000 });
  expect(world.graph.count('Atom')).toBe(0);
  world.setFault('graph-drift', false);
  expect(world.graph.count('Atom')).toBe(whole);
});

test('while the sync worker stands still the graph falls behind', async () => {
  const { world, value } = await openWorld();
  world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
  expect(Number(await value(inSql)) - world.graph.count('Atom')).toBeGreaterThanOrEqual(70);
});

test('it is down only while it is said to be', async () => {
  const { world } = await openWorld();
  expect(world.graph.down()).toBe(false);
  world.setFault('neo4j-down', true);
  expect(world.graph.down()).toBe(true);
});

test('faults strike the replica that they name', async () => {
  const { world } = await openWorld();
  const [first, second] = world.replicas;
  world.setFault('api-down', true, { replica: 'api-2' });
  expect([first?.isUp(), second?.isUp()]).toEqual([true, false]);
  world.setFault('api-down', true, { replica: 'all' });
  expect([first?.isUp(), second?.isUp()]).toEqual([false, false]);
  world.setFault('api-certificate-expiring', true);
  const days = ((first?.certificateExpires() ?? 0) - world.now()) / DAY;
  expect(days).toBeGreaterThan(8);
  expect(days).toBeLessThan(10);
  expect(second?.certificateExpires()).toBeGreaterThan(world.now() + 100 * DAY);
  world.setFault('sql-server-down', true);
  expect(first?.healthStatus()).toBe(503);
});
