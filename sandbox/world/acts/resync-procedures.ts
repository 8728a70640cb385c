import type { World } from '../world.ts';
import { raise } from './denials.ts';
import { readValues, type Signature } from './parameters.ts';
import type { Procedure } from './procedure.ts';

const signature: Signature = [
  { name: 'RunId', standard: null },
  { name: 'EntityType', standard: 'Atom' },
  { name: 'AfterKey', standard: null },
  { name: 'BatchSize', standard: 500 },
  { name: 'MaxQueueDepth', standard: 1000 },
  { name: 'MaxLiveWaiting', standard: 100 },
  { name: 'MaxEndpointGrowth', standard: 2000 },
  { name: 'Outcome', standard: null },
  { name: 'LastKey', standard: null },
  { name: 'HighWaterKey', standard: null },
  { name: 'Enqueued', standard: null },
  { name: 'QueueDepth', standard: null },
  { name: 'Endpoints', standard: null },
];

/** Which entity types may be sent: dbo.HartResyncEntity. */
export function isAllowedEntity(entityType: string): boolean {
  return entityType.toLowerCase() === 'atom';
}

/** Entity types that are not listed: 50002. */
export function mustBeAllowed(entityType: string): void {
  if (!isAllowedEntity(entityType))
    raise({ number: 50002, message: 'This entity type is not in dbo.HartResyncEntity.' });
}

export async function counted(world: World, sql: string): Promise<number> {
  world.changed();
  await world.refresh();
  const [row] = await world.engine.admin.rows(sql);
  return Number(row?.['n'] ?? 0);
}

const depthOf = 'SELECT count(*) AS n FROM Hartonomous.dbo."Neo4jSyncQueue"';
const endpointsOf = 'SELECT count(*) AS n FROM Hartonomous.sys.conversation_endpoints';

/** As `sql/install/06-resync.sql` does it. */
const resync: Procedure = {
  name: 'sp_resyncallprovenancetoneo4j',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const values = readValues('sp_ResyncAllProvenanceToNeo4j', signature, args, context);
    const batch = values.number('BatchSize') ?? 0;
    const deepest = values.number('MaxQueueDepth') ?? 0;
    if (!(batch >= 1 && batch <= 5000 && deepest >= 1 && deepest <= 100_000))
      raise({
        number: 50004,
        message: '@BatchSize must be 1 to 5000, @MaxQueueDepth 1 to 100000.',
      });
    const entityType = values.text('EntityType') ?? '';
    mustBeAllowed(entityType);
    const { requests, runs } = world.broker;
    requests.endDialogs(2000);
    let depth = await counted(world, depthOf);
    const endpoints = await counted(world, endpointsOf);
    const now = world.now();
    const runId = values.text('RunId') ?? world.random.guid('resync-run', now);
    const after = values.number('AfterKey');
    const highest = async () =>
      counted(world, 'SELECT coalesce(max("AtomId"), 0) AS n FROM Hartonomous.dbo."Atom"');
    const run = runs.find(runId, entityType) ?? {
      runId,
      entityType,
      highWaterKey: await highest(),
      lastKey: after ?? 0,
      enqueued: 0,
      startEndpoints: endpoints,
      outcome: 'waiting',
      startedAt: now,
      updatedAt: now,
    };
    runs.put(run);
    if (after !== null && after !== run.lastKey)
      raise({
        number: 50005,
        message: 'The run is not where the caller believes: read dbo.HartResyncProgress.',
      });
    const live = depth - requests.waiting().length;
    let outcome = 'enqueued';
    let { lastKey } = run;
    let enqueued = 0;
    const growth = (values.number('MaxEndpointGrowth') ?? 0) + 2 * (deepest + batch);
    if (lastKey >= run.highWaterKey) outcome = 'done';
    else if (endpoints - run.startEndpoints > growth) outcome = 'stopped';
    else if (depth + batch > deepest || live > (values.number('MaxLiveWaiting') ?? 0))
      outcome = 'waiting';
    else {
      const rows = await world.engine.admin.rows(
        `SELECT "AtomId" AS id, "TenantId" AS tenant FROM Hartonomous.dbo."Atom" WHERE "AtomId" > ${lastKey} AND "AtomId" <= ${run.highWaterKey} ORDER BY 1 LIMIT ${batch}`,
      );
      const sent = rows.map((row) => ({
        entityType: 'Atom',
        entityId: Number(row['id']),
        tenantId: Number(row['tenant']),
      }));
      requests.send(sent);
      enqueued = sent.length;
      depth += enqueued;
      lastKey = enqueued < batch ? run.highWaterKey : (sent.at(-1)?.entityId ?? run.highWaterKey);
      if (lastKey >= run.highWaterKey) outcome = 'done';
    }
    runs.put({ ...run, lastKey, enqueued: run.enqueued + enqueued, outcome, updatedAt: now });
    world.changed();
    const said = `Resync ${runId}, ${entityType}: ${outcome}, ${enqueued} enqueued, at key ${lastKey} of ${run.highWaterKey}.`;
    context.info({ number: 0, message: said });
    context.result(
      [
        { name: 'outcome', type: 'nvarchar', length: 20 },
        { name: 'last_key', type: 'varchar', length: 20 },
        { name: 'high_water_key', type: 'varchar', length: 20 },
        { name: 'enqueued', type: 'int' },
        { name: 'queue_depth', type: 'varchar', length: 20 },
        { name: 'endpoints', type: 'varchar', length: 20 },
      ],
      [[outcome, `${lastKey}`, `${run.highWaterKey}`, enqueued, `${depth}`, `${endpoints}`]],
    );
    values.give('RunId', { type: 'uniqueidentifier' }, runId);
    values.give('Outcome', { type: 'nvarchar', length: 20 }, outcome);
    values.give('LastKey', { type: 'bigint' }, BigInt(lastKey));
    values.give('HighWaterKey', { type: 'bigint' }, BigInt(run.highWaterKey));
    values.give('Enqueued', { type: 'int' }, enqueued);
    values.give('QueueDepth', { type: 'bigint' }, BigInt(depth));
    values.give('Endpoints', { type: 'bigint' }, BigInt(endpoints));
    context.returnStatus(0);
  },
};

const endDialogs: Procedure = {
  name: 'hart_endresyncdialogs',
  home: 'product',
  run(context, args) {
    const values = readValues(
      'hart_EndResyncDialogs',
      [
        { name: 'MaxCount', standard: 2000 },
        { name: 'Ended', standard: 0 },
      ],
      args,
      context,
    );
    const ended = context.world.broker.requests.endDialogs(values.number('MaxCount') ?? 0);
    context.world.changed();
    values.give('Ended', { type: 'int' }, ended);
    context.returnStatus(0);
  },
};

/** Nobody is granted it but sysadmin. */
const sendRequest: Procedure = {
  name: 'hart_sendsyncrequest',
  home: 'product',
  run(context, args) {
    const names = ['EntityType', 'EntityId', 'TenantId', 'SyncType'];
    const values = readValues(
      'hart_SendSyncRequest',
      names.map((name) => ({ name })),
      args,
      context,
    );
    const entityType = values.text('EntityType') ?? '';
    mustBeAllowed(entityType);
    if (!['CREATE', 'UPDATE'].includes(values.text('SyncType') ?? ''))
      raise({
        number: 50003,
        message: 'Only CREATE and UPDATE are sent: the worker merges a DELETE as well.',
      });
    context.world.broker.requests.send([
      {
        entityType,
        entityId: values.number('EntityId') ?? 0,
        tenantId: values.number('TenantId') ?? 0,
      },
    ]);
    context.world.changed();
    context.returnStatus(0);
  },
};

export const resyncProcedures: readonly Procedure[] = [resync, endDialogs, sendRequest];
