import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepContext } from '../../../src/operations/acting/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { plannedRun } from '../../terminal/noting-acting.ts';
import {
  atoms,
  deployment,
  home,
  operation,
  perform,
  planned,
  ports,
  portsWith,
  propose,
  running,
  stopApplication,
  withGraph,
} from './graph-bench.ts';

withGraph();

describe('S30 a dump of the graph', () => {
  it('wants the workers paused first', async () => {
    expect(await propose('backup.neo4j', {})).toMatchObject({
      rule: 'S30',
      hint: expect.stringContaining('--workers-paused'),
    });
  });

  it('believes no word that is seen to be wrong, when it is planned and again before the stop', async () => {
    const plan = await planned('backup.neo4j');
    expect(plan.warnings.join(' ')).toContain('No sync worker is connected to `Hartonomous`');
    await deployment.world.setFault('application-stopped', false, {});
    await eventually(async () =>
      expect(await propose('backup.neo4j', { workersPaused: true })).toMatchObject({
        rule: 'S30',
        message: expect.stringContaining('`Hartonomous.Workers.Neo4jSync` on `worker-1`'),
      }),
    );
    const { failed, done } = await perform(plan);
    expect(failed).toMatchObject({ id: 'paused' });
    expect(done).not.toContain('stop');
    expect(await running()).toBe(true);
    // A queue may give nothing away; ingestion goes on all the same.
    await deployment.world.setFault('queue-disabled', true, { queue: 'Neo4jSyncQueue' });
    expect(await propose('backup.neo4j', { workersPaused: true })).toMatchObject({ rule: 'S30' });
    await stopApplication();
    expect((await planned('backup.neo4j')).warnings.join(' ')).toContain('nobody takes from it');
  });

  it('believes no word on ingestion while atoms and jobs came in the last minute', async () => {
    const plan = await planned('backup.neo4j');
    expect(plan.warnings.join(' ')).toMatch(
      /Last written: `dbo\.Atom` \d min ago, `dbo\.IngestionJob` .+ ago, `dbo\.Neo4jSyncLog` .+ ago\./,
    );
    // Nobody is connected: it comes by another way, or from elsewhere.
    await deployment.world.reset();
    await deployment.world.setFault('application-stopped', true, {});
    expect(await propose('backup.neo4j', { workersPaused: true })).toMatchObject({
      rule: 'S30',
      message: expect.stringContaining('Written in the last minute: `dbo.Atom`'),
      hint: expect.stringContaining('a minute later'),
    });
  });

  it('takes the requester’s word where nothing can be seen', async () => {
    await deployment.world.setFault('sql-server-down', true, {});
    expect((await planned('backup.neo4j')).warnings).toEqual([
      'The requester says that the workers are paused. Not known whether the sync worker is paused: SQL Server could not be asked. Not known when ingestion and sync last wrote.',
    ]);
  });

  it('stops the server, dumps system and graph, starts it, reads back and proves', async () => {
    const plan = await planned('backup.neo4j');
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'paused',
      'stop',
      'write-system',
      'write-neo4j',
      'start',
      'read-back',
      'prove',
    ]);
    const { dumps, admin } = home();
    expect(plan.steps[3]?.statements).toEqual([
      `${admin} database dump --to-path=${dumps}/R7 neo4j`,
    ]);
    const { done, failed, memory } = await perform(plan);
    expect(failed).toBeNull();
    expect(done).toEqual(plan.steps.map(({ id }) => id));
    expect(readdirSync(join(dumps, 'R7')).toSorted()).toEqual(['neo4j.dump', 'system.dump']);
    expect(memory['artifacts']).toEqual([
      expect.stringMatching(/^`R7\/system\.dump`, \d+ bytes, SHA-256 [0-9a-f]{16}…$/),
      expect.stringMatching(/^`R7\/neo4j\.dump`/),
    ]);
    expect(await running()).toBe(true);
    expect(await atoms()).toBeGreaterThan(0);
  });

  it('is asked for one other person at least, and mutes only what it causes', async () => {
    expect(operation('backup.neo4j').consent.approvals).toBe(1);
    expect((await planned('backup.neo4j')).mutes).toEqual([{ alert: 'neo4j-down' }]);
  });

  it('starts the server again whatever fails meanwhile', async () => {
    const plan = await planned('backup.neo4j');
    const { failed, done } = await perform(plan, ports, async (id) => {
      if (id === 'write-neo4j') await deployment.world.setFault('neo4j-disk-full', true, {});
    });
    expect(failed).toMatchObject({ id: 'write-neo4j', leaves: 'Neo4j is stopped.' });
    expect(done).toEqual(['paused', 'stop', 'write-system', 'start']);
    expect(await running()).toBe(true);
  });

  it('never writes where something lies already: the half of a crash stays', async () => {
    const plan = await planned('backup.neo4j');
    const { dumps } = home();
    let again: string | undefined;
    const { memory } = await perform(plan, ports, async (id) => {
      if (id === 'write-neo4j' && again === undefined) {
        again = 'once';
        writeFileSync(join(dumps, 'R7', 'neo4j.dump'), 'half');
      }
    });
    expect(memory['written-neo4j']).toBe('R7-2');
    expect(memory['written-system']).toBe('R7');
    expect(readdirSync(join(dumps, 'R7')).toSorted()).toEqual(['neo4j.dump', 'system.dump']);
  });

  it('does not believe a truncated artifact', async () => {
    const plan = await planned('backup.neo4j');
    const { dumps } = home();
    const { failed } = await perform(plan, ports, async (id) => {
      if (id === 'read-back') writeFileSync(join(dumps, 'R7', 'neo4j.dump'), 'gone');
    });
    expect(failed).toMatchObject({ id: 'read-back' });
  });

  it('S30 takes no Neo4j for stopped because it refuses to start twice', async () => {
    const plan = await planned('backup.neo4j');
    const { graphAdmin } = ports;
    if (graphAdmin === null) throw new Error('no tools');
    const started: string[] = [];
    const at = {
      ...ports,
      graphAdmin: {
        ...graphAdmin,
        run: async (command: Parameters<typeof graphAdmin.run>[0]) => {
          started.push(command.act);
          const trouble = { kind: 'failed', detail: 'already running', code: null } as const;
          return { ok: false, trouble } as const;
        },
      },
    };
    const [step] = plan.steps.filter(({ id }) => id === 'start');
    const { failed, done } = await perform(
      { ...plan, steps: step === undefined ? [] : [step] },
      at,
    );
    expect(failed).toBeNull();
    expect(done).toEqual(['start']);
    expect(started).toEqual(['start']);
  });

  it('tells after a crash by the server itself whether it had stopped', async () => {
    const { steps } = operation('backup.neo4j');
    const plan = await planned('backup.neo4j');
    const step = plan.steps.find(({ id }) => id === 'stop');
    if (step === undefined) throw new Error('no step');
    const context: StepContext = {
      run: { ...plannedRun, plan },
      plan,
      step,
      memory: {},
      ports,
      session: null,
      signal: new AbortController().signal,
      progress() {},
    };
    expect(await steps['stop']?.examine(context)).toMatchObject({ kind: 'again' });
    await steps['stop']?.perform(context);
    expect(await steps['stop']?.examine(context)).toMatchObject({ kind: 'done' });
    await steps['start']?.perform(context);
  });
});

describe('an online backup', () => {
  it('stops nothing, and needs nobody to pause', async () => {
    await deployment.world.setFault('neo4j-enterprise', true, {});
    const at = portsWith({ backupFrom: 'localhost:6362' });
    const plan = await planned('backup.neo4j', {}, at);
    expect(plan.steps.map(({ id }) => id)).toEqual(['write-system', 'write-neo4j', 'read-back']);
    const { failed } = await perform(plan, at, async () => {
      expect(await running()).toBe(true);
    });
    expect(failed).toBeNull();
  });
});
