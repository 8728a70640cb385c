import { local } from '../../../../sandbox/world/clock.ts';
import type { Acting, Connected } from './acting.ts';

export const wall = (at: number) => new Date(local(at)).toISOString().slice(0, -1);

/** Where the files of a copy go. */
export const move = (name: string) =>
  ['Hartonomous', 'Hartonomous_Spatial', 'Hartonomous_InMemory']
    .map((file) => `MOVE N'${file}' TO N'D:\\Data\\${name}_${file}'`)
    .concat(`MOVE N'Hartonomous_log' TO N'L:\\Log\\${name}_log.ldf'`)
    .join(', ');

export interface Chain {
  readonly full: string;
  readonly diff: string;
  readonly logs: readonly string[];
}

/** The newest full of the schedule that a differential stands on, that differential, and every log since. */
export function newestChain({ world }: Acting, moment = Number.POSITIVE_INFINITY): Chain {
  const { sets } = world.backups;
  const diff = sets.findLast((set) => set.type === 'I');
  const full = sets.find((set) => set.guid === diff?.base?.guid);
  const logs = sets.filter((set) => set.type === 'L' && set.lastLsn > (diff?.lastLsn ?? 0n));
  const end = logs.findIndex((set) => set.finishedAt >= moment);
  const path = (set: (typeof sets)[number] | undefined) => set?.media.files[0] ?? '';
  return {
    full: path(full),
    diff: path(diff),
    logs: logs.slice(0, end < 0 ? logs.length : end + 1).map(path),
  };
}

export async function ok(connected: Connected, text: string): Promise<void> {
  const { errors } = await connected.run(text);
  if (errors.length > 0) throw new Error(`${text}\n${errors.join()}`);
}

/** Restores the chain as a copy, up to but without its recovery. */
export async function copy(
  connected: Connected,
  name: string,
  chain: Chain,
  stopAt = '',
): Promise<void> {
  const stop = stopAt === '' ? '' : `, STOPAT = '${stopAt}'`;
  await ok(
    connected,
    `RESTORE DATABASE [${name}] FROM DISK = N'${chain.full}' WITH NORECOVERY, CHECKSUM, ${move(name)}`,
  );
  await ok(
    connected,
    `RESTORE DATABASE [${name}] FROM DISK = N'${chain.diff}' WITH NORECOVERY, CHECKSUM`,
  );
  for (const log of chain.logs)
    await ok(connected, `RESTORE LOG [${name}] FROM DISK = N'${log}' WITH NORECOVERY${stop}`);
}

export const countAtoms = (database: string) =>
  `SELECT COUNT(*) AS n, MAX(a.CreatedAt) AS newest FROM [${database}].dbo.Atom AS a`;
