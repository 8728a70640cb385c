import type { RestoreBench } from './restore-bench.ts';

/** What of the database a restore may leave other than it was. */
export async function database(bench: RestoreBench): Promise<Record<string, unknown> | undefined> {
  const [row] = await bench.ask(
    `SELECT d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker,
            d.is_read_committed_snapshot_on AS rcsi, d.recovery_model_desc AS model
     FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
  );
  return row;
}

/** What `database` says of the product's own before anything was done to it. */
export const asBefore = {
  state: 'ONLINE',
  access: 'MULTI_USER',
  broker: true,
  rcsi: true,
  model: 'FULL',
};

/** Both databases by their names, as the server says. */
export async function databases(bench: RestoreBench): Promise<readonly string[]> {
  const rows = await bench.ask(
    `SELECT d.name AS name, d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker
     FROM sys.databases AS d WHERE d.name LIKE N'Hartonomous%' ORDER BY d.name`,
  );
  return rows.map(({ name, state, access, broker }) => [name, state, access, broker].join(' '));
}

/** What hart wrote on the database of that name. */
export async function marks(bench: RestoreBench, of: string): Promise<readonly string[]> {
  const rows = await bench.ask(
    `SELECT e.name, CONVERT(nvarchar(100), e.value) AS value FROM [${of}].sys.extended_properties AS e
     WHERE e.class = 0 AND e.name LIKE N'hart_%' ORDER BY e.name`,
  );
  return rows.map(({ name, value }) => [name, value].join(' '));
}

/** When the newest row of the application was written, by the server's clock. */
export async function newestAtom(bench: RestoreBench, of = 'Hartonomous'): Promise<string> {
  const [row] = await bench.ask(
    `SELECT CONVERT(varchar(19), MAX(a.CreatedAt), 126) AS newest FROM [${of}].dbo.Atom AS a`,
  );
  return String(row?.['newest']);
}

/** Where its first file lies. */
export async function fileOf(bench: RestoreBench, of: string): Promise<string> {
  const [row] = await bench.ask(
    `SELECT f.physical_name AS path FROM sys.master_files AS f
     JOIN sys.databases AS d ON d.database_id = f.database_id
     WHERE f.file_id = 1 AND d.name = N'${of}'`,
  );
  return String(row?.['path']);
}

/** The queues that are off, and those that start no procedure although they have one. */
export async function queuesOff(bench: RestoreBench): Promise<readonly string[]> {
  const rows = await bench.ask(
    `SELECT q.name AS name, q.is_receive_enabled AS receive, q.is_activation_enabled AS activation
     FROM [Hartonomous].sys.service_queues AS q
     WHERE q.is_receive_enabled = 0 OR (q.is_activation_enabled = 0 AND q.activation_procedure IS NOT NULL)
     ORDER BY q.name`,
  );
  return rows.map(({ name, receive }) => `${String(name)} ${receive === true ? 'idle' : 'off'}`);
}

/** Switches one of the application's queues through the DBA's procedure. */
export async function setQueue(bench: RestoreBench, queue: string, to: string): Promise<void> {
  await bench.ask(
    `EXEC [Hartonomous].dbo.hart_SetQueue @Queue = N'${queue}', ${to}; SELECT 1 AS done`,
  );
}
