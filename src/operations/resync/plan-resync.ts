import { type Refusal, refuse } from '../../domain/authority.ts';
import { formatNumber } from '../../domain/format-value.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { SECOND } from '../../domain/time.ts';
import { claimOn } from '../acting/database-target.ts';
import { fillTemplate } from '../acting/fill-template.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { graphClaim, graphTarget } from '../graph/graph-target.ts';
import { entityToJson } from './entity-type.ts';
import type { ResyncFacts } from './resync-facts.ts';

/** How many requests one call enqueues, and how many may wait at most: live work is never kept waiting for long. */
export const batchSize = 500;
export const mostWaiting = 1000;

/** What the worker does not write, said in every plan and report (safety rule S32). */
export const notWritten =
  'The sync worker writes id, tenant, kind and time of the sync, nothing else, and merges what SQL Server deleted.';

const notCompared = 'The keys were not all compared: whether the graph is in step is not known.';

/** Sends every row of every entity type to the sync worker again, below a queue depth, and compares keys at the end. */
export function planResync(
  order: RunOrder,
  facts: ResyncFacts,
  { now, runId, template, settings }: PlanContext,
): Plan | Refusal {
  const { target, graph, entities, notCarried, queueDepth } = facts;
  if (entities.length === 0) return nothingToSend;
  const token = readToken(order) ?? tokenOf(now, runId);
  const rows = entities.reduce((sum, { newest }) => sum + Number(newest), 0);
  const continued = order.options['token'] === undefined ? '' : 'Continue to ';
  const steps = entities.flatMap(({ type }) => {
    const send = fillTemplate(template('resync-batch'), { HartDatabase: settings.database });
    const input = { entity: entityToJson(type), token };
    return [
      planStep({
        id: `before-${type.name}`,
        does: 'compare',
        title: `Compare the keys of ${named(type.name)}`,
        why: 'to know what the resync has to bring',
        brokenOff: notCompared,
        input: { ...input, when: 'before' },
      }),
      planStep({
        id: `send-${type.name}`,
        does: 'send',
        title: `Send ${named(type.name)} again, ${batchSize} at a time`,
        why: `never more than ${formatNumber(mostWaiting)} waiting, live work first`,
        statements: [send],
        undo: 'Nothing needs to be undone: the worker merges.',
        input,
      }),
    ];
  });
  return {
    operation: 'resync',
    environment: order.environment,
    target,
    title: `${continued === '' ? 'Resync' : `${continued}resync`} ${entities.map(({ type }) => named(type.name)).join(', ')} of ${named(target.database)} to ${named(graph.server)}`,
    risk: 'medium',
    loses: [],
    notes: [
      `Up to ${formatNumber(rows)} keys are sent; ${formatNumber(queueDepth)} ${queueDepth === 1 ? 'request waits' : 'requests wait'} now.`,
      notWritten,
      'It can be stopped at any time and continued where it was.',
    ],
    warnings: notCarried.map(
      (name) =>
        `${named(name)} is synced by the product and not carried: no row for it in dbo.HartResyncEntity.`,
    ),
    steps: [
      ...steps,
      planStep({
        id: 'drain',
        does: 'drain',
        title: 'Wait until the worker has done what was sent',
        statements: [
          fillTemplate(template('resync-end-dialogs'), { HartDatabase: settings.database }),
        ],
      }),
      ...entities.map(({ type, newest }) =>
        planStep({
          id: `after-${type.name}`,
          does: 'compare',
          title: `Compare the keys of ${named(type.name)} again`,
          why: `up to key ${newest}, the newest now; equal counts would prove nothing`,
          brokenOff: notCompared,
          input: { entity: entityToJson(type), when: 'after', token },
        }),
      ),
    ],
    expected: (rows / 500) * SECOND,
    notChosen: [],
    mutes: [{ alert: 'queue-backlog', queue: 'Neo4jSyncQueue' }],
    claims: [claimOn(target, 'resync'), graphClaim(graphTarget(graph.server, graph.database))],
    varies: { progress: token },
    binding: {
      database: target.database,
      graph: graph.server,
      entities: entities.map(({ type }) => type.name),
      continues: order.options['token'] ?? null,
    },
    memory: {
      token,
      highWater: Object.fromEntries(
        entities.map(({ type, newest }) => [type.name, String(newest)]),
      ),
    },
  };
}

/**
 * Under this GUID the procedure keeps its progress. Made of the moment and the run: another store counts its runs anew,
 * and must not find the progress of this one.
 */
function tokenOf(now: number, runId: string): string {
  const moment = Math.floor(now).toString(16).padStart(12, '0').slice(-12);
  const run = Number(runId.replace(/\D/g, '')).toString(16).padStart(12, '0').slice(-12);
  return `${moment.slice(0, 8)}-${moment.slice(8)}-4000-8000-${run}`;
}

function readToken({ options }: RunOrder): string | null {
  const { token } = options;
  return typeof token === 'string' && /^[0-9a-f-]{36}$/i.test(token) ? token : null;
}

const nothingToSend = refuse(
  'nothing-listed',
  'dbo.HartResyncEntity lists nothing that may be sent.',
  'A DBA adds the entity types there: see sql/install/README.md.',
);
