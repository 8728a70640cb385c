import { describe, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../../src/domain/authority.ts';
import { compatible, type Plan } from '../../../src/domain/plan.ts';
import type { Answer, ResultRow } from '../../../src/domain/target.ts';
import { claimOn } from '../../../src/operations/acting/database-target.ts';
import { fillCypher } from '../../../src/operations/acting/fill-template.ts';
import { type OperationPorts } from '../../../src/operations/acting/operation.ts';
import { graphClaim, graphTarget } from '../../../src/operations/graph/graph-target.ts';
import { planResync } from '../../../src/operations/resync/plan-resync.ts';
import {
  gatherResyncFacts,
  type ResyncFacts,
} from '../../../src/operations/resync/resync-facts.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';
import { context, order } from '../backup/backup-scene.ts';

const atom = { name: 'Atom', schema: 'dbo', table: 'Atom', key: 'AtomId', tenant: 'TenantId' };
const facts: ResyncFacts = {
  target: { kind: 'sql-server', server: 'SQL-PROD', database: 'Hartonomous', identity: 'b0b0/5' },
  graph: { server: 'bolt://graph', database: 'neo4j' },
  entities: [{ type: atom, newest: 5000n }],
  notCarried: [],
  queueDepth: 3,
};

function planned(changes: Partial<ResyncFacts> = {}, options = {}): Plan {
  const plan = planResync(order('resync', options), { ...facts, ...changes }, context);
  if (isRefusal(plan)) throw new Error(plan.message);
  return plan;
}

describe('the plan of a resync', () => {
  test('S31 compares before, sends, waits, and compares by key at a recorded mark', () => {
    const { steps, memory } = planned();
    expect(steps.map(({ id }) => id)).toEqual(['before-Atom', 'send-Atom', 'drain', 'after-Atom']);
    expect(memory['highWater']).toEqual({ Atom: '5000' });
    expect(steps.some(({ overwrites }) => overwrites)).toBe(false);
  });

  test('S32 says what the sync does not carry, and is not called full', () => {
    const plan = planned({ notCarried: ['Inference'] });
    expect(plan.notes.join(' ')).toContain('writes id, tenant, kind and time of the sync');
    expect(plan.warnings).toEqual([expect.stringContaining('`Inference` is synced')]);
    expect(JSON.stringify(plan)).not.toMatch(/\bfull\b/i);
  });

  test('excludes work on the graph and another resync, and nothing else', () => {
    const { claims } = planned();
    const database = claimOn(facts.target, 'log-backup');
    const beside = [
      database,
      claimOn(facts.target, 'base-backup'),
      claimOn(facts.target, 'queues'),
    ];
    const graph = graphTarget('bolt://graph', 'neo4j');
    const against = [
      claimOn(facts.target, 'resync'),
      claimOn(facts.target, 'everything'),
      graphClaim(graph),
      graphClaim(graph, 'everything'),
    ];
    const runs = (other: (typeof against)[number]) => claims.every((own) => compatible(own, other));
    expect(beside.map(runs)).toEqual([true, true, true]);
    expect(against.map(runs)).toEqual([false, false, false, false]);
  });

  test('is the same again but for what nobody agreed to', () => {
    const later = planResync(
      order('resync'),
      { ...facts, queueDepth: 90, entities: [{ type: atom, newest: 6000n }] },
      { ...context, now: context.now + 60_000 },
    );
    expect(isRefusal(later) ? null : later.binding).toEqual(planned().binding);
  });

  test('has a token that is a GUID, another one for each run and moment', () => {
    const tokens = [
      planned().memory['token'],
      ...[
        { ...context, runId: 'R205' },
        { ...context, now: context.now + 0.5 },
        { ...context, now: context.now + 1 },
      ].map((other) => {
        const plan = planResync(order('resync'), facts, other);
        return isRefusal(plan) ? null : plan.memory['token'];
      }),
    ];
    for (const token of tokens) expect(token).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(new Set(tokens).size).toBe(3);
  });

  test('goes on under the token that it is given, and under none that is no GUID', () => {
    const token = '01234567-89ab-4000-8000-0000000000cc';
    expect(planned({}, { token }).memory['token']).toBe(token);
    expect(planned({}, { token: "x'; --" }).memory['token']).not.toContain("'");
  });

  test('is refused where nothing is listed', () => {
    expect(planResync(order('resync'), { ...facts, entities: [] }, context)).toMatchObject({
      rule: 'nothing-listed',
    });
  });
});

describe('S33 a type that is no plain word', () => {
  test.each(['Atom) DETACH DELETE n //', 'Atom`', 'a b', '1st', ''])(
    '%j is refused',
    async (name) => {
      expect(() => fillCypher('MATCH (n:`$(Label)`)', { Label: name })).toThrow('no plain label');
      expect(await gatherResyncFacts(portsThatList(name))).toMatchObject({ rule: 'S33' });
    },
  );

  test('else it is asked for its newest key', async () => {
    const gathered = await gatherResyncFacts(portsThatList('Atom'));
    if ('rule' in gathered) throw new Error((gathered satisfies Refusal).message);
    expect(gathered.entities).toEqual([{ type: atom, newest: 9_007_199_254_740_993n }]);
    expect(gathered.notCarried).toEqual(['Model']);
  });
});

/** Answers as files of `sql/facts` do. */
function portsThatList(name: string): OperationPorts {
  const answers: Readonly<Record<string, readonly ResultRow[]>> = {
    'backup-server': [{ server_name: 'SQL-PROD' }],
    'database-state': [{ name: 'Hartonomous', database_id: 5, state: 'ONLINE', broker_guid: 'b' }],
    'resync-entities': [
      {
        entity_type: name,
        schema_name: 'dbo',
        table_name: 'Atom',
        key_column: 'AtomId',
        tenant_column: 'TenantId',
      },
    ],
    'synced-types': [{ entity_type: 'Atom' }, { entity_type: 'Model' }],
    'sync-queue': [{ depth: '3', receive: 1 }],
    'entity-newest-key': [{ newest: '9007199254740993' }],
  };
  const ask = async (fact: string): Promise<Answer<ResultRow[]>> => ({
    ok: true,
    value: [...(answers[fact] ?? [])],
  });
  return {
    settings: context.settings,
    facts: { ask },
    template: context.template,
    graph: { ask },
    changeGraph: { ask },
    graphAdmin: null,
    now: () => context.now,
    sleep: async () => undefined,
    log: silentLogger,
  };
}
