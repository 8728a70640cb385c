import sql from 'mssql';

/** The run in whose name all of it is done. */
export const runId = '6F9619FF-8B86-D011-B42D-00C04FC964FF';

/** What the procedure gives back. */
interface Batch {
  readonly Outcome: string;
  readonly LastKey: string;
  readonly HighWaterKey: string;
  readonly Enqueued: number;
  readonly QueueDepth: string;
  readonly Endpoints: string;
}

/** One call of the procedure, as hart makes them one after the other. */
export async function resyncBatch(
  pool: sql.ConnectionPool,
  given: Readonly<Record<string, string | number>> = {},
): Promise<Batch> {
  const request = pool.request().input('RunId', sql.UniqueIdentifier, runId);
  for (const [name, value] of Object.entries(given)) request.input(name, value);
  for (const name of ['LastKey', 'HighWaterKey', 'QueueDepth', 'Endpoints'])
    request.output(name, sql.BigInt);
  request.output('Enqueued', sql.Int).output('Outcome', sql.NVarChar(20));
  const { output } = await request.execute<unknown>('dbo.sp_ResyncAllProvenanceToNeo4j');
  const text = (name: string) => String(output[name]);
  return {
    Outcome: text('Outcome'),
    LastKey: text('LastKey'),
    HighWaterKey: text('HighWaterKey'),
    Enqueued: Number(output['Enqueued']),
    QueueDepth: text('QueueDepth'),
    Endpoints: text('Endpoints'),
  };
}
