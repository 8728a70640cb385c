import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { forever } from '../acting/acting-bench.ts';
import { requester } from '../restore-run/restore-bench.ts';
import { type ResyncBench, resyncBench } from './resync-bench.ts';

let bench: ResyncBench;
beforeEach(async () => {
  bench = await resyncBench();
}, 60_000);
afterEach(() => bench.close());

const batches = () => bench.sent.filter(({ statement }) => /sp_Resync/.test(statement));
const outcomes = () =>
  batches().map(({ answer }) => (answer.ok ? String(answer.value[0]?.['outcome']) : 'failed'));
const depths = () =>
  batches().map(({ answer }) => (answer.ok ? Number(answer.value[0]?.['queue_depth']) : 0));
const noteOf = ({ steps }: Run, id: string) => steps.find((step) => step.id === id)?.note;
const progress = () =>
  bench.ask(
    'SELECT CONVERT(int, p.Enqueued) AS sent, CONVERT(int, p.LastKey) AS last, CONVERT(int, p.HighWaterKey) AS high FROM Hartonomous.dbo.HartResyncProgress AS p',
  );

describe('a resync', () => {
  test('S31 S32 S33 brings what the graph lacks, below the depth, and proves it by keys', async () => {
    bench.world.setFault('graph-drift', true, { atoms: 700 });
    const run = await bench.runs('resync');
    expect(run.state).toBe('done');
    expect(noteOf(run, 'before-Atom')).toMatch(/: 70\d missing, 0 surplus, 0 under/);
    expect(noteOf(run, 'after-Atom')).toMatch(/: 0 missing, 0 surplus, 0 under/);
    expect(Math.max(...depths())).toBeLessThanOrEqual(1000);
    expect(run.report?.title).toBe('Resync done: every key of SQL Server is in the graph');
    expect(run.report?.lines.join(' ')).toContain('writes id, tenant, kind and time');
    expect(JSON.stringify(run)).not.toMatch(/\bfull\b/i);
    expect(run.report?.next).toEqual([]);
    const [{ sent, high } = {}] = await progress();
    expect(sent).toBe(high);
  }, 120_000);

  test('S33 yields to live work and goes on when that is done', async () => {
    const { world } = bench;
    world.setFault('queue-flooded', true, { depth: 300 });
    let waited = 0;
    bench.afterSend(() => {
      waited += 1;
      if (waited === 5) world.setFault('queue-flooded', false);
    });
    const run = await bench.runs('resync');
    expect(outcomes().slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'waiting'));
    expect(run.state).toBe('done');
  }, 120_000);

  test('S33 stops when endpoints grow beyond what waiting messages explain', async () => {
    const { world } = bench;
    bench.afterSend(() => {
      if (batches().length === 2) world.setFault('conversations-leaked', true, { count: 9000 });
    });
    const run = await bench.runs('resync');
    expect(run.state).toBe('failed');
    expect(outcomes().at(-1)).toBe('stopped');
    expect(run.report?.lines.join(' ')).toMatch(/Endpoints grow/);
    expect(run.report?.next.map(({ label }) => label)).toEqual(['Continue resync…']);
  }, 120_000);

  test('can be stopped, and is continued by its token where it was', async () => {
    bench.afterSend(async () => {
      if (batches().length === 3) await bench.acting.cancel('R1', requester);
    });
    const stopped = await bench.runs('resync');
    expect(stopped.state).toBe('cancelled');
    const [{ sent: before } = {}] = await progress();
    expect(Number(before)).toBeGreaterThan(0);
    const [next] = stopped.report?.next ?? [];
    expect(next?.operation).toBe('resync');
    bench.afterSend(() => undefined);
    const run = await bench.runs('resync', next?.options);
    expect(run.state).toBe('done');
    expect(run.plan.title).toMatch(/^Continue to resync/);
    const rows = await progress();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.['sent']).toBe(rows[0]?.['high']);
  }, 180_000);

  test('S33 killed in the middle of a batch, enqueues no row twice', async () => {
    bench.afterSend(() => (batches().length === 3 ? forever() : undefined));
    const { id } = await bench.start('resync');
    await expect.poll(() => batches().length, { timeout: 60_000 }).toBe(3);
    const acting = await bench.die();
    await acting.recover();
    const run = await bench.over(id);
    expect(run.state).toBe('done');
    const [{ sent, high } = {}] = await progress();
    expect(sent).toBe(high);
  }, 180_000);
});

describe('what cannot be sent', () => {
  const propose = () => bench.propose('resync');

  test('S33 a type that the procedure does not allow ends the run, and nothing is enqueued', async () => {
    const { facts } = bench.ports;
    const ask = facts.ask.bind(facts);
    facts.ask = async (name, ...rest) => {
      const answer = await ask(name, ...rest);
      if (!answer.ok || name !== 'resync-entities') return answer;
      return { ok: true, value: answer.value.map((row) => ({ ...row, entity_type: 'Model' })) };
    };
    const run = await bench.runs('resync');
    expect(run.state).toBe('failed');
    expect(run.steps.map(({ id, state }) => `${id} ${state}`).slice(0, 2)).toEqual([
      'before-Model done',
      'send-Model failed',
    ]);
    expect(batches()).toHaveLength(1);
    expect(await progress()).toEqual([]);
  }, 60_000);

  test('S4 is refused where the procedure is not installed', async () => {
    bench.world.setFault('object-missing', true, { object: 'dbo.HartResyncEntity' });
    expect(await propose()).toMatchObject({ rule: 'not-installed' });
  });

  test('S33 is not even begun while the queue gives nothing out', async () => {
    bench.world.setFault('queue-disabled', true, { queue: 'Neo4jSyncQueue' });
    expect(await propose()).toMatchObject({ rule: 'queue-disabled' });
  });

  test('is refused while Neo4j does not answer', async () => {
    bench.ports.graph.ask = async () => ({
      ok: false,
      trouble: { kind: 'unreachable', detail: 'Neo4j does not answer', code: null },
    });
    expect(await propose()).toMatchObject({ rule: 'facts' });
  });
});

describe('surplus', () => {
  const tenantOf = (id: number) =>
    [...bench.world.graph.nodes('Atom')].find(({ properties }) => properties['id'] === id)
      ?.properties['tenantId'];

  test('S31 is listed by a resync and goes only by its own approved plan', async () => {
    bench.world.setFault('graph-surplus', true, { atoms: 25 });
    const found = await bench.runs('resync');
    expect(found.report?.next.map(({ operation }) => operation)).toEqual(['resync.remove-surplus']);
    expect(noteOf(found, 'after-Atom')).toMatch(/0 missing, 25 surplus/);
    const run = await bench.runs('resync.remove-surplus');
    expect(run.consent).toMatchObject({ approvals: 2, typedName: true });
    expect(run.state).toBe('done');
    expect(run.plan.notes.join(' ')).toContain('900001');
    const sent = run.plan.steps.flatMap(({ statements }) => statements).join();
    expect(sent).toContain('MATCH (node:`Atom` {id: $id, tenantId: $tenant})');
    expect(sent).toContain('DETACH DELETE node');
    expect(await bench.propose('resync.remove-surplus')).toMatchObject({ rule: 'nothing' });
  }, 180_000);

  test('S31 that SQL Server has by now is left where it is', async () => {
    bench.world.setFault('graph-surplus', true, { atoms: 3 });
    const { facts } = bench.ports;
    const ask = facts.ask.bind(facts);
    facts.ask = async (name, parameters, names) =>
      name === 'entity-keys' && parameters?.['top']?.value === '900002'
        ? { ok: true, value: [{ id: '900002', tenant: Number(tenantOf(900_002)) }] }
        : ask(name, parameters, names);
    const run = await bench.runs('resync.remove-surplus');
    expect(noteOf(run, 'remove-Atom')).toBe(
      '2 nodes were removed. 1 were left: SQL Server has them by now.',
    );
    expect([...bench.world.graph.atomIds()].filter((atom) => atom > 900_000)).toEqual([900_002]);
  }, 60_000);

  test('S31 that has grown since it was agreed to voids the plan', async () => {
    bench.world.setFault('graph-surplus', true, { atoms: 3 });
    const { id } = await bench.agreedTo('resync.remove-surplus');
    bench.world.setFault('graph-surplus', true, { atoms: 4 });
    expect(await bench.acting.start(id, requester)).toMatchObject({ kind: 'refusal' });
    expect((await bench.over(id)).state).toBe('void');
    expect([...bench.world.graph.atomIds()].filter((atom) => atom > 900_000)).toHaveLength(4);
  }, 60_000);
});
