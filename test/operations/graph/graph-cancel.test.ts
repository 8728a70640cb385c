import { describe, expect, it } from 'vitest';
import type { Agent, Run } from '../../../src/domain/run.ts';
import type { GraphAdmin } from '../../../src/operations/acting/operation.ts';
import { graphOperations } from '../../../src/operations/graph/graph-operations.ts';
import { actingBench, type Bench, forever, person, until } from '../acting/acting-bench.ts';
import { statesOf } from '../acting/states-of.ts';
import { ports, withGraph } from './graph-bench.ts';

withGraph();

const [otto, ada, ben] = [person('otto'), person('ada'), person('ben')];

/** What the tools of Neo4j did, and what its store holds: their own programs take seconds each, and are tested beside. */
interface Dbms {
  readonly acts: string[];
  store: string;
  isRunning: boolean;
  readonly dumps: Map<string, string>;
  /** Called when an act begins; what it waits for, the act waits for. */
  inside: (act: string, times: number, signal?: AbortSignal) => Promise<unknown> | void;
}

function admin(dbms: Dbms): GraphAdmin {
  const real = ports.graphAdmin;
  if (real === null) throw new Error('no tools');
  const trouble = (kind: 'failed' | 'cancelled') =>
    ({ ok: false, trouble: { kind, detail: kind, code: null } }) as const;
  return {
    ...real,
    running: async () => ({ ok: true, value: dbms.isRunning }),
    async run(command, signal) {
      const { act } = command;
      dbms.acts.push(act);
      const times = dbms.acts.filter((each) => each === act).length;
      const said = await dbms.inside(act, times, signal);
      if (signal?.aborted === true) return trouble('cancelled');
      if (act === 'start' || act === 'stop') dbms.isRunning = act === 'start';
      else if (dbms.isRunning) return trouble('failed');
      if (command.act === 'dump') dbms.dumps.set(command.directory, dbms.store);
      if (command.act === 'load') {
        dbms.store = said === 'fails' ? 'half' : (dbms.dumps.get(command.directory) ?? 'nothing');
        if (said === 'fails') return trouble('failed');
      }
      return { ok: true, value: '' };
    },
    makeDirectory: async (name) => ({ ok: true, value: name }),
    artifacts: async () => ({
      ok: true,
      value: [...dbms.dumps.keys()].map((directory) => ({
        directory,
        file: 'neo4j.dump',
        database: 'neo4j',
        bytes: 10,
        at: 0,
      })),
    }),
    inspect: async () => ({ ok: true, value: { bytes: 10, sha256: 'f'.repeat(64) } }),
  };
}

async function opened(inside: Dbms['inside'] = () => undefined) {
  const dbms: Dbms = {
    acts: [],
    store: 'what is there',
    isRunning: true,
    dumps: new Map([['R0', 'what was there']]),
    inside,
  };
  const bench = await actingBench({
    parts: {
      catalogue: new Map(graphOperations.map((each) => [each.name, each])),
      ports: () => ({ ...ports, graphAdmin: admin(dbms) }),
    },
  });
  return Object.assign(bench, { dbms });
}

async function agreed(bench: Bench, operation: Run['order']['operation'], options = {}) {
  const { acting } = bench;
  const run = await acting.propose({ operation, environment: 'production', options, by: otto });
  if ('rule' in run) throw new Error(run.message);
  const given = { hash: run.hash, typedName: `production/${run.plan.target.database}` };
  await acting.confirm(run.id, otto, given);
  for (const by of [ada, ben]) await acting.approve(run.id, by, given);
  const started = await acting.start(run.id, otto);
  if ('rule' in started) throw new Error(started.message);
  return run;
}

const restoring = (bench: Bench) => agreed(bench, 'restore.neo4j', { workersPaused: true });

const word = (bench: Bench, by: Agent) => bench.acting.cancel('R1', by);
const asItWas = { store: 'what is there', isRunning: true };

describe('S12 S34 a restore of the graph', () => {
  it('that nobody cancels holds what was restored, and what undoes it is left out', async () => {
    const bench = await opened();
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(bench.dbms).toMatchObject({ store: 'what was there', isRunning: true });
    expect(run.state).toBe('done');
    expect(statesOf(run)).toContain('load-back skipped');
    await bench.close();
  });

  it('cancelled before Neo4j has stopped, by the word of an approver, leaves it as it is', async () => {
    const bench = await opened((act) => (act === 'stop' ? word(bench, ada) : undefined));
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    // A stop is let end: one that still shuts down cannot be started.
    expect(bench.dbms.acts).toEqual(['stop', 'start']);
    expect(bench.dbms).toMatchObject(asItWas);
    await bench.close();
  });

  it('cancelled while the store is dumped breaks the dump off and starts Neo4j again', async () => {
    const bench = await opened((act) => (act === 'dump' ? word(bench, otto) : undefined));
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(bench.dbms.acts).toEqual(['stop', 'dump', 'start']);
    expect(bench.dbms).toMatchObject(asItWas);
    expect(run.report?.lines.join(' ')).toContain(
      'The dump of `neo4j` was broken off, and what there is of it is of no use.',
    );
    await bench.close();
  });

  it('that loads is stopped by a plan with the same approvals: the load ends, the dump is loaded back, Neo4j runs', async () => {
    let cancel: Run | undefined;
    const bench = await opened(async (act, times) => {
      if (act !== 'load' || times > 1) return;
      expect(await word(bench, otto)).toMatchObject({ rule: 'S12' });
      cancel = await agreed(bench, 'cancel', { run: 'R1' });
    });
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(cancel?.consent).toMatchObject({ approvals: 2, typedName: true });
    expect(cancel?.plan).toMatchObject({ loses: [], risk: 'critical' });
    expect(cancel?.plan.notes[0]).toBe(
      'Leaves: `neo4j` holds again what it held before, loaded back from its dump, and runs.',
    );
    expect(cancel?.plan.steps.at(-1)?.statements).toEqual([
      expect.stringMatching(/database load .*R1/),
      expect.stringMatching(/neo4j start/),
    ]);
    expect(run.state).toBe('cancelled');
    expect(bench.dbms.acts).toEqual(['stop', 'dump', 'load', 'load', 'start']);
    expect(bench.dbms).toMatchObject(asItWas);
    expect(statesOf(run).slice(-4)).toEqual(loadedBack('done'));
    expect(run.report?.lines.join(' ')).toContain('`neo4j` holds again what it held before');
    expect(await bench.over(cancel?.id ?? '')).toMatchObject({ state: 'done' });
    await bench.close();
  });

  it('S13 goes on with loading back after a crash within it', async () => {
    const bench = await opened(async (act, times) => {
      if (act !== 'load') return;
      if (times === 1) await agreed(bench, 'cancel', { run: 'R1' });
      if (times === 2) await forever();
    });
    const { id } = await restoring(bench);
    await until(bench.store, id, (run) => statesOf(run).includes('load-back running'));
    await bench.restart().recover();
    const run = await bench.over(id);
    expect(statesOf(run).slice(-4)).toEqual(loadedBack('done'));
    expect(run.state).toBe('cancelled');
    expect(bench.dbms).toMatchObject(asItWas);
    await bench.close();
  });

  it('whose load fails needs no cancel for that: what it dumped is loaded back', async () => {
    const bench = await opened(async (act, times) =>
      act === 'load' && times === 1 ? 'fails' : undefined,
    );
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(run.state).toBe('failed');
    expect(statesOf(run).slice(-4)).toEqual(loadedBack('failed'));
    expect(bench.dbms).toMatchObject(asItWas);
    await bench.close();
  });

  it('stopped once it is loaded, while Neo4j starts, leaves what was restored, not proven', async () => {
    let cancel: Run | undefined;
    const bench = await opened(async (act) => {
      if (act === 'start') cancel = await agreed(bench, 'cancel', { run: 'R1' });
    });
    const { id } = await restoring(bench);
    const run = await bench.over(id);
    expect(cancel?.plan.notes[0]).toBe('Leaves: `neo4j` is: restored and running, not yet proven.');
    expect(cancel?.plan.loses).toHaveLength(1);
    expect(run.state).toBe('cancelled');
    expect(statesOf(run)).toContain('load-back skipped');
    expect(bench.dbms).toMatchObject({ store: 'what was there', isRunning: true });
    await bench.close();
  });
});

function loadedBack(load: 'done' | 'failed'): readonly string[] {
  return [`load ${load}`, 'load-back done', 'start done', 'prove skipped'];
}
