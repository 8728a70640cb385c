import { describe, expect, it, onTestFinished } from 'vitest';
import { cancel } from '../../src/cli/act-on-run.ts';
import type { OptionValues } from '../../src/cli/command.ts';
import { exampleEnv } from '../fakes/example-config.ts';
import { found, open, runningAt } from '../operations/acting/cancel-bench.ts';
import { behindSocket } from './behind-socket.ts';

/** The engine itself behind a socket, with a run inside `step`; the command runs in this process. */
async function bench(step: string) {
  const engine = await open();
  const { id, goOn } = await runningAt(engine, step);
  const { config, close } = await behindSocket(engine.acting);
  onTestFinished(async () => {
    await close();
    goOn();
    await engine.over(id);
    await engine.close();
  });
  const said: string[] = [];
  const hart = async (options: OptionValues = {}) => {
    said.length = 0;
    const say = (text: string) => void said.push(text);
    const terminal = { out: say, err: say, env: exampleEnv };
    const code = await cancel.run({ options: { config, ...options }, positionals: [id] }, terminal);
    return { code, said: said.join('') };
  };
  return { engine, id, goOn, hart };
}

describe('S12 hart cancel', () => {
  it('stops at once what has overwritten nothing, and has no plan for it', async () => {
    const { engine, id, hart } = await bench('tail');
    const planned = await hart({ 'plan-only': true });
    expect(planned.code).toBe(1);
    expect(planned.said).toContain('it is cancelled without a plan');
    expect(await hart()).toMatchObject({
      code: 0,
      said: expect.stringContaining(`${id}  running`),
    });
    expect((await found(engine, id)).cancelAsked?.by.actor).toBe('os:otto');
  });

  it('shows the plan of what overwrites, and asks for its approvals', async () => {
    const { engine, id, hart } = await bench('full');
    const planned = await hart({ 'plan-only': true });
    expect(planned.code).toBe(0);
    expect(planned.said).toContain(`Stop ${id} on \`Hartonomous\` after “Restore the full”`);
    expect(planned.said).toContain('Leaves: `Hartonomous` is in RESTORING');
    expect(planned.said).toContain('2 other people must approve it');
    const asked = await hart({ yes: true, 'no-wait': true });
    expect(asked).toMatchObject({ code: 0, said: expect.stringContaining('waiting (0 of 2)') });
    expect((await found(engine, id)).cancelAsked).toBeNull();
    const [waiting] = await engine.acting.list('production', 1);
    expect(waiting).toMatchObject({ state: 'waiting', order: { operation: 'cancel' } });
  });
});
