import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wireActing } from '../../src/app/acting.ts';
import { createAuditAnchors } from '../../src/app/audit-anchors.ts';
import type { Agent, Run } from '../../src/domain/run.ts';
import type { Operation } from '../../src/operations/acting/operation.ts';
import { createScheduler } from '../../src/scheduler.ts';
import { exampleConfig } from '../fakes/example-config.ts';
import { aPlan, aStep, otto } from '../fakes/runs.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { portsAt, until } from '../operations/acting/acting-bench.ts';
import { temporaryDirectory, temporaryStore } from '../store/temporary-store.ts';

const operation: Operation = {
  name: 'backup.full',
  title: 'full backup',
  consent: { approvals: 0, typedName: false, stepUp: false },
  session: false,
  compensations: [],
  propose: async () =>
    aPlan({ operation: 'backup.full', steps: [aStep({ id: 'only', does: 'it' })] }),
  steps: {
    it: {
      perform: async ({ run }) =>
        run.order.options['fail'] === true
          ? { kind: 'failed', why: 'It broke.', detail: null, leaves: 'Nothing.' }
          : { kind: 'done', note: null },
      examine: async () => ({ kind: 'again', note: 'nothing' }),
    },
  },
  report: ({ id, state }) => ({ title: `${id} ${state}`, lines: [], left: [], next: [] }),
};

const schedule: Agent = { person: '', actor: 'schedule', slackUserId: null };

async function wired(file?: string) {
  const anchorFile = join(temporaryDirectory(), 'anchors.jsonl');
  const { config, secrets } = exampleConfig({ 'file: null #': `file: ${anchorFile} #` });
  const now = () => 1_800_000_000_000;
  const store = await temporaryStore({ now, ...(file === undefined ? {} : { file }) });
  const wire = async (own: typeof store) =>
    wireActing({
      config,
      store: own,
      environments: new Map([
        [
          'production',
          {
            ports: portsAt({ at: now() }),
            openSession: () => Promise.reject(new Error('none is wanted')),
          },
        ],
      ]),
      watchers: new Map(),
      anchors: createAuditAnchors({ config, secrets, store: own, now }),
      mayStill: async () => null,
      stepUp: async () => null,
      shout: async () => undefined,
      scheduler: createScheduler({ now, log: silentLogger }),
      now,
      kick: () => undefined,
      log: silentLogger,
      known: [operation],
    });
  const run = async (
    acting: Awaited<ReturnType<typeof wire>>['acting'],
    by: Agent,
    fail: boolean,
  ) => {
    const order = { operation: 'backup.full', environment: 'production', by } as const;
    const asked = await acting.propose({ ...order, options: { fail } });
    if ('rule' in asked) return asked;
    await acting.confirm(asked.id, by, { hash: asked.hash });
    return until(store, asked.id, ({ endedAt }) => endedAt !== null);
  };
  const keys = async () => (await store.messages.due(50)).map(({ key }) => key);
  return { store, wire, run, keys };
}

const stateOf = (run: Run | { readonly rule: string }) => ('rule' in run ? run.rule : run.state);

describe('the engine, wired', () => {
  it('shows a run as one card, with its lines in the thread', async () => {
    const { store, wire, run, keys } = await wired();
    const { acting } = await wire(store);
    expect(stateOf(await run(acting, otto, false))).toBe('done');
    // Replies wait for their root.
    expect(await keys()).toEqual(['run:R1:card']);
    expect(await store.audit.verify()).toMatchObject({ ok: true });
  });

  it('keeps quiet about the schedule, unless it fails', async () => {
    const { store, wire, run, keys } = await wired();
    const { acting } = await wire(store);
    expect(stateOf(await run(acting, schedule, false))).toBe('done');
    expect(await keys()).toEqual([]);
    expect(stateOf(await run(acting, schedule, true))).toBe('failed');
    expect(await keys()).toEqual(['run:R2:card']);
  });

  it('S49 takes nothing on with a store from a copy, until an admin acknowledges it', async () => {
    const { store, wire, run } = await wired();
    const { acting } = await wire(store);
    const copy = join(temporaryDirectory(), 'copy.db');
    await store.backup(copy);
    await run(acting, otto, false);

    const old = await temporaryStore({ file: copy, now: () => 1_800_000_000_000 });
    const again = await wire(old);
    const order = { operation: 'backup.full', environment: 'production', by: otto } as const;
    const propose = () => again.acting.propose({ ...order, options: {} });
    expect(await propose()).toMatchObject({ rule: 'S49' });
    expect(await again.acknowledge({ ...otto, person: 'alma' })).toBeNull();
    expect(await propose()).toMatchObject({ state: 'planned' });
    expect(await again.acknowledge(otto)).toMatchObject({ rule: 'S49' });
    const actions = (await old.audit.list(9)).map(({ action, person }) => `${action} ${person}`);
    expect(actions).toContain('acknowledge alma');
    expect(stateOf(await propose())).toBe('planned');
    const restarted = await wire(old);
    expect(stateOf(await restarted.acting.propose({ ...order, options: {} }))).toBe('planned');
  });
});
