import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { objectIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { fillCypher } from '../acting/fill-template.ts';
import {
  defineOperation,
  type Operation,
  type OperationPorts,
  type PlanContext,
  type StepKind,
} from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { graphClaim, graphTarget } from '../graph/graph-target.ts';
import { compareKeys, type EntityKey, mostKept } from './compare-keys.ts';
import { type EntityType, entityFromJson, entityToJson } from './entity-type.ts';
import { keyPages } from './key-pages.ts';
import { gatherResyncFacts, type ResyncFacts } from './resync-facts.ts';

interface SurplusFacts extends ResyncFacts {
  readonly surplus: readonly { readonly type: EntityType; readonly keys: readonly EntityKey[] }[];
  /** More than can be shown and agreed to at once. */
  readonly tooMany: number | null;
}

/** What the graph has and SQL Server has not goes by a plan of its own (safety rule S31). */
export const removeSurplus: Operation = defineOperation<SurplusFacts>({
  name: 'resync.remove-surplus',
  title: 'removal of surplus from the graph',
  consent: { approvals: 2, typedName: true, stepUp: false },
  session: false,
  gather: (_order, ports) => gather(ports),
  plan,
  steps: { remove: removeNodes() },
  compensations: [],
  report: ({ id, state, plan: { title }, steps }) => ({
    title: state === 'done' ? 'The surplus is removed' : `${id} ${state}: ${title}`,
    lines: steps.flatMap(({ note }) => (note === null ? [] : [note])),
    left: [],
    next: [],
  }),
});

async function gather(ports: OperationPorts): Promise<SurplusFacts | Refusal> {
  const facts = await gatherResyncFacts(ports);
  if (isRefusal(facts)) return facts;
  const surplus = [];
  let tooMany: number | null = null;
  for (const { type } of facts.entities) {
    const found = await compareKeys(keyPages(type, ports), 0n);
    if (!found.ok)
      return refuse(
        'facts',
        `The keys could not be compared: ${found.trouble.detail}.`,
        'Try again.',
      );
    if (found.value.surplus.count > mostKept) tooMany = found.value.surplus.count;
    surplus.push({ type, keys: found.value.surplus.first });
  }
  return { ...facts, surplus, tooMany };
}

function plan(
  { environment }: RunOrder,
  { graph, surplus, tooMany }: SurplusFacts,
  { template }: PlanContext,
): Plan | Refusal {
  const all = surplus.filter(({ keys }) => keys.length > 0);
  if (all.length === 0)
    return refuse('nothing', 'The graph has nothing that SQL Server has not.', 'Nothing is to do.');
  if (tooMany !== null)
    return refuse(
      'too-many',
      `${tooMany} nodes of the graph are not in SQL Server: more than a person can agree to.`,
      'That looks like another database. Compare `neo4j.uri` and `sqlServer` in hart.yml.',
    );
  const target = graphTarget(graph.server, graph.database);
  const many = all.reduce((sum, { keys }) => sum + keys.length, 0);
  return {
    operation: 'resync.remove-surplus',
    environment,
    target,
    title: `Remove ${many} nodes from ${named(graph.database)} on ${named(graph.server)} that SQL Server has not`,
    risk: 'critical',
    loses: [
      `${many} nodes and their relationships. Nothing brings them back but a backup of the graph.`,
    ],
    notes: all.map(({ type, keys }) => `${named(type.name)}: ${shown(keys)}`),
    warnings: ['Back up the graph first: `/hart backup neo4j`.'],
    steps: all.map(({ type, keys }) =>
      planStep({
        id: `remove-${type.name}`,
        does: 'remove',
        title: `Remove ${keys.length} nodes ${named(type.name)}, one by one`,
        why: 'each asked for in SQL Server once more before it goes',
        statements: [fillCypher(template('graph-remove-surplus.cypher'), { Label: type.name })],
        overwrites: true,
        stop: {
          leaves: 'What was removed is gone, the rest of the surplus is there.',
          goesOn: 'Asked for again, it removes what is left.',
        },
        input: { entity: entityToJson(type), keys: keys.map(written) },
      }),
    ),
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [graphClaim(target)],
    binding: {
      graph: graph.server,
      surplus: all.map(({ type, keys }) => [type.name, ...keys.map(written)]),
    },
    memory: {},
  };
}

function written({ id, tenant }: EntityKey): string {
  return `${id}/${tenant}`;
}

function shown(keys: readonly EntityKey[]): string {
  const first = keys.slice(0, 10).map(({ id }) => String(id));
  return keys.length > 10 ? `${first.join(', ')} and ${keys.length - 10} more` : first.join(', ');
}

function removeNodes(): StepKind {
  return {
    async perform({ step, ports, signal, progress }) {
      const entity = entityFromJson(objectIn(step.input, 'entity'));
      const { keys } = step.input;
      const all = Array.isArray(keys) ? keys.map(String) : [];
      let kept = 0;
      for (const [place, key] of all.entries()) {
        if (signal.aborted) return { kind: 'cancelled', note: `${place - kept} were removed.` };
        const [id = '', tenant = ''] = key.split('/');
        // Once more: SQL Server may have it by now.
        const there = await keyPages(entity, ports).sql(BigInt(id) - 1n, BigInt(id), 1);
        if (!there.ok)
          return {
            kind: 'failed',
            why: 'SQL Server could not be asked about a node.',
            detail: there.trouble.detail,
            leaves: `${place - kept} of ${all.length} were removed.`,
          };
        if (there.value.some((row) => String(row.tenant) === tenant)) {
          kept += 1;
          continue;
        }
        const answer = await ports.changeGraph.ask(
          'graph-remove-surplus',
          { id: { type: 'int', value: id }, tenant: { type: 'int', value: tenant } },
          { Label: entity.name },
        );
        if (!answer.ok)
          return {
            kind: 'failed',
            why: 'A node could not be removed.',
            detail: answer.trouble.detail,
            leaves: `${place - kept} of ${all.length} were removed.`,
          };
        progress({ percent: Math.round((100 * (place + 1)) / all.length), note: null, left: null });
      }
      const spared = kept === 0 ? '' : ` ${kept} were left: SQL Server has them by now.`;
      return { kind: 'done', note: `${all.length - kept} nodes were removed.${spared}` };
    },
    examine: async () => ({ kind: 'again', note: 'a node that is gone is not removed twice' }),
  };
}
