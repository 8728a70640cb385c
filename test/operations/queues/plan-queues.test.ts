import { describe, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { compatible, type OperationName, type Plan } from '../../../src/domain/plan.ts';
import type { ResultRow } from '../../../src/domain/target.ts';
import { claimOn } from '../../../src/operations/acting/database-target.ts';
import { type OperationPorts } from '../../../src/operations/acting/operation.ts';
import { queueOperations } from '../../../src/operations/queues/queue-operations.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';
import { plannedRun } from '../../terminal/noting-acting.ts';
import { context, order } from '../backup/backup-scene.ts';

const hex = (text: string) => Buffer.from(text, 'utf16le').toString('hex');

const usual: Readonly<Record<string, readonly ResultRow[]>> = {
  'backup-server': [{ server_name: 'SQL-PROD' }],
  'database-state': [{ name: 'Hartonomous', database_id: 5, state: 'ONLINE', broker_guid: 'b' }],
  'repair-procedures': [
    { name: 'hart_SetQueue' },
    { name: 'hart_EndConversations' },
    { name: 'hart_TakeMessage' },
    { name: 'hart_RequeueDeadLetter' },
    { name: 'hart_DismissDeadLetter' },
  ],
  'queue-setting': [
    {
      name: 'Neo4jSyncQueue',
      receive: 0,
      enqueue: 0,
      activation: 0,
      activation_procedure: null,
      poison_handling: 0,
      depth: '41',
    },
  ],
  'queue-head': [
    {
      conversation: 'C1',
      queuing_order: '9007199254740993',
      message_type: 'Neo4jSyncRequest',
      enqueued_at: '2026-11-23T14:00:00.123',
      bytes: '212',
      body: hex(
        '<Neo4jSync><EntityType>Atom</EntityType><EntityId>77</EntityId><Secret>x</Secret>',
      ),
    },
  ],
  'resync-entities': [{ entity_type: 'Atom' }],
  'piled-conversations': [],
  'dead-letter-ids': [],
};

/** Answers as the files of `sql/facts` do; null: it cannot be asked. */
function portsWith(all: Readonly<Record<string, readonly ResultRow[] | null>>): OperationPorts {
  const facts: OperationPorts['facts'] = {
    async ask(name) {
      const rows = all[name];
      if (rows === null || rows === undefined)
        return { ok: false, trouble: { kind: 'timeout', detail: `no ${name}`, code: null } };
      return { ok: true, value: [...rows] };
    },
  };
  return {
    settings: context.settings,
    facts,
    template: context.template,
    graph: facts,
    changeGraph: facts,
    graphAdmin: null,
    now: () => context.now,
    sleep: async () => undefined,
    log: silentLogger,
  };
}

async function propose(
  operation: OperationName,
  answers: Readonly<Record<string, readonly ResultRow[] | null>> = {},
  options: JsonObject = { queue: 'Neo4jSyncQueue' },
): Promise<Plan | Refusal> {
  const found = queueOperations.find(({ name }) => name === operation);
  if (found === undefined) throw new Error(`no ${operation}`);
  return await found.propose(order(operation, options), 'R7', portsWith({ ...usual, ...answers }));
}

async function planned(...asked: Parameters<typeof propose>): Promise<Plan> {
  const plan = await propose(...asked);
  if (isRefusal(plan)) throw new Error(`${plan.rule}: ${plan.message}`);
  return plan;
}

const pile = (state: string, many: number, far = 'Neo4jSyncService') => ({
  far_service: far,
  state,
  conversations: String(many),
});

describe('what is piled up', () => {
  test('is ended by far service and state; what converses, closes by itself or is little, never', async () => {
    const { steps, warnings, title } = await planned('queue.end-conversations', {
      'piled-conversations': [
        pile('CO', 90_000),
        pile('CD', 90_000),
        pile('DI', 5000),
        pile('DI', 99, 'ActService'),
        pile('DO', 100),
        pile('ER', 300),
      ],
    });
    expect(title).toMatch(/^End 5400 conversations/);
    expect(steps.map(({ input, overwrites }) => [input['state'], overwrites])).toEqual([
      ['DI', false],
      ['DO', true],
      ['ER', false],
    ]);
    expect(warnings).toEqual([expect.stringContaining('with cleanup')]);
  });

  test('without cleanup loses nothing, and does not warn of it', async () => {
    const plan = await planned('queue.end-conversations', {
      'piled-conversations': [pile('DI', 500)],
    });
    expect(plan.warnings).toEqual([]);
    expect(plan.binding['piles']).toEqual(['DI Neo4jSyncService']);
  });
});

describe('S51 the plan of taking a message', () => {
  test.each(['queue.requeue', 'queue.drop'] as const)(
    '%s has nothing of its body',
    async (name) => {
      const plan = await planned(name);
      expect(JSON.stringify(plan)).not.toMatch(/Secret|EntityId|77/);
      expect(plan.binding).toMatchObject({ conversation: 'C1', order: '9007199254740993' });
      expect(plan.notes.join(' ')).toContain('2026-11-23 14:00:00');
    },
  );

  test('S33 a type that is not listed, or none, or no list at all is refused', async () => {
    const body = (text: string) =>
      [{ ...usual['queue-head']?.[0], body: hex(text) }] as ResultRow[];
    const refused = async (answers: Parameters<typeof propose>[1]) => {
      const plan = await propose('queue.requeue', answers);
      return isRefusal(plan) ? plan.rule : 'planned';
    };
    expect(
      await Promise.all([
        refused({ 'queue-head': body('<Neo4jSync><EntityType>Model</EntityType>') }),
        refused({ 'queue-head': body('<Neo4jSync><EntityType>Atom) DETACH</EntityType>') }),
        refused({ 'queue-head': body('nothing to read') }),
        refused({ 'queue-head': [] }),
        refused({ 'resync-entities': [] }),
        refused({ 'resync-entities': null }),
      ]),
    ).toEqual(['S33', 'S33', 'unreadable', 'empty', 'S33', 'facts']);
  });
});

describe('a message that its reader holds', () => {
  /** Outcomes of the procedure, one after another; the last for ever. */
  async function take(outcomes: readonly string[], head: readonly ResultRow[]) {
    const plan = await planned('queue.drop');
    const kind = queueOperations.find(({ name }) => name === 'queue.drop')?.steps['take'];
    const [step] = plan.steps;
    if (step === undefined || kind === undefined) throw new Error('no step');
    let sent = 0;
    const outcome = await kind.perform({
      run: { ...plannedRun, plan },
      plan,
      step,
      memory: {},
      ports: portsWith({ ...usual, 'queue-head': head }),
      session: {
        sessionId: 51,
        loginTime: '',
        lost: new AbortController().signal,
        async run() {
          const value = outcomes[Math.min(sent, outcomes.length - 1)] ?? '';
          sent += 1;
          return { ok: true, value: [{ outcome: value }] };
        },
        close: async () => undefined,
      },
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    return { outcome, sent };
  }
  const here = usual['queue-head'] ?? [];

  test('is asked for again while it is still there', async () => {
    const { outcome, sent } = await take(['gone', 'gone', 'dropped'], here);
    expect({ kind: outcome.kind, sent }).toEqual({ kind: 'done', sent: 3 });
  });

  test('is given up in the end, with the way out', async () => {
    const { outcome } = await take(['gone'], here);
    expect(outcome).toMatchObject({ kind: 'failed', leaves: expect.stringContaining('Stop') });
  });

  test.each([
    ['nothing waits', []],
    ['another heads the queue', [{ ...here[0], queuing_order: '1' }] as ResultRow[]],
  ])('is not asked for when %s', async (_, head) => {
    const { outcome, sent } = await take(['gone'], head);
    expect({ kind: outcome.kind, sent }).toEqual({ kind: 'failed', sent: 1 });
  });
});

describe('dead letters', () => {
  const letters = (many: number) =>
    Array.from({ length: many }, (_, index) => ({ id: String(index + 1) }));

  test('are agreed to one by one only where they are lost', async () => {
    const again = await planned('dead-letters.requeue', { 'dead-letter-ids': letters(1) });
    const away = await planned('dead-letters.dismiss', { 'dead-letter-ids': letters(1000) });
    expect(again.title).toMatch(/^Send again 1 dead letter in/);
    expect(again.binding).toEqual({ database: 'Hartonomous' });
    expect(away.binding).toEqual({ database: 'Hartonomous', upTo: '1000', letters: 1000 });
    expect(away.notes[0]).toContain('there may be more');
    expect(away.loses).toHaveLength(1);
  });
});

describe('every repair', () => {
  const names = queueOperations.map(({ name }) => name);
  const answers = {
    'queue-setting': [{ ...usual['queue-setting']?.[0], activation_procedure: 'dbo.sp_Act' }],
    'piled-conversations': [pile('DI', 500)],
    'dead-letter-ids': [{ id: '7' }],
  } as Parameters<typeof propose>[1];

  test.each(names)(
    '%s is one of its database at a time, beside backups, never beside a restore',
    async (name) => {
      const { claims, target } = await planned(name, answers);
      const beside = (mode: Parameters<typeof claimOn>[1]) =>
        claims.every((own) => compatible(own, claimOn(target, mode)));
      expect([
        beside('log-backup'),
        beside('resync'),
        beside('queues'),
        beside('everything'),
      ]).toEqual([true, true, false, false]);
    },
  );

  test.each(names)('%s is the same plan for the same facts', async (name) => {
    expect(await planned(name, answers)).toEqual(await planned(name, answers));
  });

  test.each(names)(
    '%s is refused while the database is not online, or is not known to be',
    async (name) => {
      const offline = [{ name: 'Hartonomous', database_id: 5, state: 'RESTORING' }];
      expect(await propose(name, { ...answers, 'database-state': offline })).toMatchObject({
        rule: 'state',
      });
      for (const fact of ['database-state', 'backup-server', 'repair-procedures'])
        expect(await propose(name, { ...answers, [fact]: null })).toMatchObject({ rule: 'facts' });
    },
  );
});
