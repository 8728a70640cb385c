import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { wireActing } from '../../src/app/acting.ts';
import { createAuditAnchors } from '../../src/app/audit-anchors.ts';
import { rememberedFiles } from '../../src/app/fact-files.ts';
import { sqlTrouble } from '../../src/clients/sql-trouble.ts';
import type { Answer, Trouble } from '../../src/domain/target.ts';
import type { Operation, OperationPorts, StepKind } from '../../src/operations/acting/operation.ts';
import { whyItFailed } from '../../src/operations/backup/why-it-failed.ts';
import { operations } from '../../src/operations/catalogue.ts';
import { createScheduler } from '../../src/scheduler.ts';
import { exampleConfig } from '../fakes/example-config.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { aPlan, aStep, otto } from '../fakes/runs.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { portsAt, until } from '../operations/acting/acting-bench.ts';
import { temporaryStore } from '../store/temporary-store.ts';

/** Data of a tenant, which stands in errors as SQL Server writes them. */
const canary = 'Canary-4711';
const errors: readonly (readonly [number, string])[] = [
  [2627, `Violation of PRIMARY KEY constraint 'PK'. The duplicate key value is (${canary}).`],
  [245, `Conversion failed when converting the nvarchar value '${canary}' to data type int.`],
  [50000, `The tenant ${canary} is locked`],
  [6522, `A .NET Framework error occurred in "f": System.Exception: ${canary}`],
  [102, `Incorrect syntax near '${canary}'.`],
];
const troubles = errors.map(([number, message]) =>
  sqlTrouble(Object.assign(new Error(message), { number })),
);
const said = (trouble: Trouble): Answer<never> => ({ ok: false, trouble });
const NOON = Date.UTC(2026, 0, 5, 12);

describe('S51 an error that carries data of a tenant', () => {
  for (const operation of operations)
    it(`is in no plan and no refusal of ${operation.name}`, async () => {
      for (const trouble of troubles) {
        const silent = { ask: async () => said(trouble) };
        const ports: OperationPorts = {
          ...portsAt({ at: NOON }),
          facts: silent,
          graph: silent,
          changeGraph: silent,
          template: rememberedFiles('operations', 'sql'),
        };
        const settings = { ...ports.settings, backupDirectory: 'D:\\Backups' };
        const order = {
          operation: operation.name,
          environment: 'production',
          options: { queue: 'Neo4jSyncQueue', copy: 'Hartonomous_R1', moment: null },
          by: otto,
        };
        const planned = await operation
          .propose(order, 'R1', { ...ports, settings })
          // The engine says that something broke, and no more.
          .catch(() => null);
        expect(JSON.stringify(planned)).not.toContain(canary);
      }
    });

  const ways: readonly (readonly [string, StepKind['perform']])[] = [
    ...troubles.map(
      (trouble) =>
        [
          `error ${trouble.code} of a step`,
          async () => ({
            kind: 'failed' as const,
            why: whyItFailed(trouble),
            detail: trouble.detail,
            leaves: 'Nothing.',
          }),
        ] as const,
    ),
    ['an error that is thrown', () => Promise.reject(new Error(`no ${canary}`))],
  ];

  it.each(ways)('%s reaches no message, no entry and no run', async (_, perform) => {
    const { store, dump, acting } = await wired(perform);
    const order = { operation: 'backup.full', environment: 'production', options: {} } as const;
    const run = await acting.propose({ ...order, by: otto });
    if ('rule' in run) throw new Error(run.message);
    await acting.confirm(run.id, otto, { hash: run.hash });
    const { state } = await until(store, run.id, ({ endedAt }) => endedAt !== null);
    expect(state).toBe('failed');
    const stored = dump();
    // Or it would hold nothing because nothing was written.
    expect(stored).toContain('It has failed');
    expect(stored).toContain(`run:${run.id}:card`);
    expect(stored).not.toContain(canary);
  });

  it('of the session reaches nobody but the log', async () => {
    for (const trouble of troubles) {
      const { dump, acting } = await wired(async () => ({ kind: 'done', note: null }), trouble);
      const order = { operation: 'backup.full', environment: 'production', options: {} } as const;
      const run = await acting.propose({ ...order, by: otto });
      if ('rule' in run) throw new Error(run.message);
      const refused = await acting.confirm(run.id, otto, { hash: run.hash });
      expect(refused).toMatchObject({ rule: 'S14' });
      expect(JSON.stringify(refused)).not.toContain(canary);
      expect(dump()).not.toContain(canary);
    }
  });
});

/** The engine as the bot wires it, over a store whose every cell can be read. */
async function wired(perform: StepKind['perform'], noSession: Trouble | null = null) {
  const operation: Operation = {
    name: 'backup.full',
    title: 'full backup',
    consent: { approvals: 0, typedName: false, stepUp: false },
    session: noSession !== null,
    compensations: [],
    propose: async () =>
      aPlan({ operation: 'backup.full', steps: [aStep({ id: 'only', does: 'it' })] }),
    steps: { it: { perform, examine: async () => ({ kind: 'again', note: 'nothing' }) } },
    report: ({ id, steps }) => ({
      title: `${id}: It has failed`,
      lines: steps.flatMap(({ note }) => note ?? []),
      left: [],
      next: [],
    }),
  };
  const { config, secrets } = exampleConfig();
  const now = () => NOON;
  const store = await temporaryStore({ now });
  const { acting } = await wireActing({
    config,
    store,
    environments: new Map([
      [
        'production',
        {
          ports: portsAt({ at: NOON }),
          openSession: async () => said(noSession ?? { kind: 'failed', detail: '', code: null }),
        },
      ],
    ]),
    watchers: new Map(),
    anchors: createAuditAnchors({ config, secrets, store, now }),
    mayStill: async () => null,
    stepUp: async () => null,
    shout: async () => undefined,
    scheduler: createScheduler({ now, log: silentLogger }),
    now,
    kick: () => undefined,
    log: fakeLogger(),
    known: [operation],
  });
  const dump = () => {
    const database = new DatabaseSync(store.file, { readOnly: true });
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    const rows = tables.map(({ name }) =>
      database.prepare(`select * from "${String(name)}"`).all(),
    );
    database.close();
    return JSON.stringify(rows);
  };
  return { store, dump, acting };
}
