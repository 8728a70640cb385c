import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { namesOf, planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import { planBackup } from '../../../src/operations/backup/plan-backup.ts';
import type { GraphFacts } from '../../../src/operations/graph/graph-facts.ts';
import { planGraphRestore } from '../../../src/operations/graph/plan-graph-restore.ts';
import { planBeside } from '../../../src/operations/restore-run/plan-beside.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { planResync } from '../../../src/operations/resync/plan-resync.ts';
import {
  context as backupContext,
  order as backupOrder,
  factsWith,
} from '../backup/backup-scene.ts';
import {
  anOrder,
  at,
  GB,
  setsOf,
  theContext,
  theFacts,
  usualSets,
} from '../restore-run/restore-facts.ts';

describe('S43 what the planners plan', () => {
  const later = { ...theContext, now: theContext.now + 12 * MINUTE };
  const busy = {
    sessions: [],
    volumes: [
      { mount: 'D:\\', freeBytes: 290 * GB },
      { mount: 'L:\\', freeBytes: 99 * GB },
    ],
  };
  const newer = [
    ...usualSets,
    {
      type: 'L' as const,
      id: 'log12',
      finishedAt: at(12, 5),
      firstLsn: 1105,
      lastLsn: 1205,
      base: 100,
    },
  ];
  const planOf = (answer: ReturnType<typeof planInPlace>): Plan => {
    if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
    return answer;
  };
  const ends = {
    latest: { end: { kind: 'latest' } },
    'a moment': { end: { kind: 'moment', at: at(9, 30) } },
    'a moment in the tail': { end: { kind: 'moment', at: at(11, 40) } },
  };
  const room = [
    { mount: 'D:\\', freeBytes: 3000 * GB },
    { mount: 'L:\\', freeBytes: 1000 * GB },
  ];

  for (const [name, options] of Object.entries(ends))
    it(`S7 in place to ${name} is the same plan later, and with a newer log`, () => {
      const plan = planOf(planInPlace(anOrder(options), theFacts(), theContext));
      const again = planOf(planInPlace(anOrder(options), theFacts(busy), later));
      const grown = planOf(
        planInPlace(anOrder(options), theFacts({ ...busy, sets: setsOf(newer) }), later),
      );
      expect(planDifferences(plan, again)).toEqual([]);
      expect(planDifferences(plan, grown)).toEqual([]);
    });

  it('in place with a log that was replaced, or another owner, is another plan', () => {
    const options = ends.latest;
    const plan = planOf(planInPlace(anOrder(options), theFacts(), theContext));
    const replaced = usualSets.map((set) =>
      set.id === 'log9' ? { ...set, id: 'other', file: 'D:\\Backups\\log9.bak' } : set,
    );
    const other = planOf(
      planInPlace(anOrder(options), theFacts({ sets: setsOf(replaced) }), later),
    );
    expect(namesOf(planDifferences(plan, other))).toBe('logs');
    const owned = planOf(planInPlace(anOrder(options), theFacts({ as: { owner: 'sa' } }), later));
    expect(namesOf(planDifferences(plan, owned))).toBe(
      'what is sent by “Give it back to its owner sa”',
    );
    // With the right to it the owner is a parameter of the same statement.
    const rights = { setTrustworthy: true, setOwner: true };
    const mine = planOf(planInPlace(anOrder(options), theFacts({ rights }), theContext));
    const anothers = theFacts({ rights, as: { owner: 'sa' } });
    expect(
      namesOf(planDifferences(mine, planOf(planInPlace(anOrder(options), anothers, later)))),
    ).toBe('what is sent by “Give it back to its owner sa”');
  });

  it('S7 beside and as a copy is the same plan later', () => {
    for (const options of [ends.latest, ends['a moment']]) {
      const order = anOrder({ ...options, way: 'beside' });
      const facts = { ...busy, volumes: room };
      expect(
        planDifferences(
          planOf(planBeside(order, theFacts({ volumes: room }), theContext)),
          planOf(planBeside(order, theFacts(facts), later)),
        ),
      ).toEqual([]);
      expect(
        planDifferences(
          planOf(planCopy(anOrder(options), theFacts({ volumes: room }), theContext)),
          planOf(planCopy(anOrder(options), theFacts(facts), later)),
        ),
      ).toEqual([]);
    }
  });

  for (const operation of ['backup.full', 'backup.diff', 'backup.log'] as const)
    it(`of a ${operation} is the same later, though its file is called after the moment`, () => {
      const then = { ...backupContext, now: backupContext.now + 12 * MINUTE };
      const plan = planOf(planBackup(backupOrder(operation), factsWith(), backupContext));
      const again = planOf(planBackup(backupOrder(operation), factsWith(), then));
      expect(plan.steps[0]?.statements).not.toEqual(again.steps[0]?.statements);
      expect(planDifferences(plan, again)).toEqual([]);
    });

  it('of a resync is the same later, though more rows wait', () => {
    const facts = {
      target: {
        kind: 'sql-server' as const,
        server: 'SQL-PROD',
        database: 'Hartonomous',
        identity: 'b0b0/5',
      },
      graph: { server: 'bolt://graph', database: 'neo4j' },
      entities: [
        {
          type: { name: 'Atom', schema: 'dbo', table: 'Atom', key: 'AtomId', tenant: 'TenantId' },
          newest: 5000n,
        },
      ],
      notCarried: [],
      queueDepth: 3,
    };
    const then = { ...backupContext, now: backupContext.now + 12 * MINUTE };
    const grown = facts.entities.map((entity) => ({ ...entity, newest: 6000n }));
    const again = planResync(
      backupOrder('resync'),
      { ...facts, entities: grown, queueDepth: 900 },
      then,
    );
    const plan = planOf(planResync(backupOrder('resync'), facts, backupContext));
    expect(planDifferences(plan, planOf(again))).toEqual([]);
  });

  it('S34 of a restore of the graph is the same later, though its artifact is older', () => {
    const no = { ok: false, trouble: { kind: 'failed', detail: '', code: null } } as const;
    const facts: GraphFacts = {
      admin: {
        backupFrom: null,
        running: async () => no,
        run: async () => no,
        describe: (command) => JSON.stringify(command),
        makeDirectory: async () => no,
        artifacts: async () => no,
        inspect: async () => no,
      },
      server: 'bolt://graph',
      edition: 'community',
      version: '5.26',
      database: 'neo4j',
      constraints: [],
      workers: { state: 'paused', words: '' },
      artifacts: [
        {
          directory: 'R7',
          file: 'neo4j.dump',
          database: 'neo4j',
          bytes: 5,
          at: backupContext.now - 50 * MINUTE,
        },
      ],
    };
    const order = backupOrder('restore.neo4j', { workersPaused: true });
    const then = { ...backupContext, now: backupContext.now + 12 * MINUTE };
    const plan = planOf(planGraphRestore(order, facts, backupContext));
    const again = planOf(planGraphRestore(order, facts, then));
    expect(plan.loses).not.toEqual(again.loses);
    expect(planDifferences(plan, again)).toEqual([]);
    const [artifact] = facts.artifacts;
    const other = artifact === undefined ? [] : [{ ...artifact, directory: 'R9' }];
    const moved = planOf(planGraphRestore(order, { ...facts, artifacts: other }, then));
    expect(namesOf(planDifferences(plan, moved))).toContain('source');
  });
});
