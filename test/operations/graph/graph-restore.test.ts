import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  atoms,
  deployment,
  home,
  operation,
  perform,
  planned,
  propose,
  withGraph,
} from './graph-bench.ts';

withGraph();

describe('S34 a restore of the graph', () => {
  async function dumped(): Promise<number> {
    const before = await atoms();
    const { failed } = await perform(await planned('backup.neo4j'));
    expect(failed).toBeNull();
    return before;
  }

  it('wants two approvals and the typed name', () => {
    expect(operation('restore.neo4j').consent).toMatchObject({ approvals: 2, typedName: true });
  });

  it('says what there is when nothing is', async () => {
    expect(await propose('restore.neo4j', { workersPaused: true })).toMatchObject({
      rule: 'no-artifact',
      hint: expect.stringContaining('/hart backup neo4j'),
    });
  });

  it('dumps the present store first, then puts the artifact in its place', async () => {
    await dumped();
    await deployment.world.setFault('graph-surplus', true, { atoms: 50 });
    const spoilt = await atoms();
    const plan = await planned('restore.neo4j');
    const { done, failed } = await perform(plan);
    expect(failed).toBeNull();
    const ids = plan.steps.flatMap(({ id, undoes }) => (undoes === undefined ? [id] : []));
    expect(done).toEqual(ids);
    expect(ids.indexOf('write-neo4j')).toBeLessThan(ids.indexOf('load'));
    expect(plan.steps.filter(({ overwrites }) => overwrites).map(({ id }) => id)).toEqual(['load']);
    expect(spoilt).toBeGreaterThan(0);
    expect(readdirSync(home().dumps).toSorted()).toEqual(['R7', 'R7-2']);
  });

  it('overwrites nothing with what cannot be read', async () => {
    await dumped();
    const before = await atoms();
    const plan = await planned('restore.neo4j');
    writeFileSync(join(home().dumps, 'R7', 'neo4j.dump'), 'rubbish');
    const { failed, done } = await perform(plan);
    expect(failed).toMatchObject({ id: 'inspect', leaves: 'Nothing was changed.' });
    expect(done).not.toContain('stop');
    expect(await atoms()).toBeGreaterThanOrEqual(before);
  });

  it('is bound to the artifact that was shown', async () => {
    await dumped();
    const one = await planned('restore.neo4j');
    writeFileSync(join(home().dumps, 'R7', 'neo4j.dump'), 'another, of another size');
    const other = await planned('restore.neo4j');
    expect(other.binding).not.toEqual(one.binding);
  });
});
