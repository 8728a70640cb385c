import type { DatabaseName } from '../things.ts';

export interface File {
  readonly database: DatabaseName;
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly kind: 'ROWS' | 'LOG' | 'FILESTREAM';
  readonly megabytes: number;
  readonly usedMegabytes: number;
}

/** The files of all databases. */
export const files: readonly File[] = [
  {
    database: 'master',
    id: 1,
    name: 'master',
    path: 'C:\\SQL\\DATA\\master.mdf',
    kind: 'ROWS',
    megabytes: 8,
    usedMegabytes: 5,
  },
  {
    database: 'master',
    id: 2,
    name: 'mastlog',
    path: 'C:\\SQL\\DATA\\mastlog.ldf',
    kind: 'LOG',
    megabytes: 4,
    usedMegabytes: 1,
  },
  {
    database: 'tempdb',
    id: 1,
    name: 'tempdev',
    path: 'T:\\tempdb\\tempdb.mdf',
    kind: 'ROWS',
    megabytes: 8192,
    usedMegabytes: 410,
  },
  {
    database: 'tempdb',
    id: 2,
    name: 'templog',
    path: 'T:\\tempdb\\templog.ldf',
    kind: 'LOG',
    megabytes: 2048,
    usedMegabytes: 90,
  },
  {
    database: 'tempdb',
    id: 3,
    name: 'temp2',
    path: 'T:\\tempdb\\tempdb2.ndf',
    kind: 'ROWS',
    megabytes: 8192,
    usedMegabytes: 405,
  },
  {
    database: 'model',
    id: 1,
    name: 'modeldev',
    path: 'C:\\SQL\\DATA\\model.mdf',
    kind: 'ROWS',
    megabytes: 8,
    usedMegabytes: 3,
  },
  {
    database: 'model',
    id: 2,
    name: 'modellog',
    path: 'C:\\SQL\\DATA\\modellog.ldf',
    kind: 'LOG',
    megabytes: 8,
    usedMegabytes: 1,
  },
  {
    database: 'msdb',
    id: 1,
    name: 'MSDBData',
    path: 'C:\\SQL\\DATA\\MSDBData.mdf',
    kind: 'ROWS',
    megabytes: 256,
    usedMegabytes: 61,
  },
  {
    database: 'msdb',
    id: 2,
    name: 'MSDBLog',
    path: 'C:\\SQL\\DATA\\MSDBLog.ldf',
    kind: 'LOG',
    megabytes: 64,
    usedMegabytes: 3,
  },
  {
    database: 'Hartonomous',
    id: 1,
    name: 'Hartonomous',
    path: 'D:\\Data\\Hartonomous.mdf',
    kind: 'ROWS',
    megabytes: 480_000,
    usedMegabytes: 402_300,
  },
  {
    database: 'Hartonomous',
    id: 2,
    name: 'Hartonomous_log',
    path: 'L:\\Log\\Hartonomous_log.ldf',
    kind: 'LOG',
    megabytes: 65_536,
    usedMegabytes: 5100,
  },
  {
    database: 'Hartonomous',
    id: 3,
    name: 'Hartonomous_Spatial',
    path: 'D:\\Data\\Hartonomous_Spatial.ndf',
    kind: 'ROWS',
    megabytes: 120_000,
    usedMegabytes: 86_400,
  },
  {
    database: 'Hartonomous',
    id: 4,
    name: 'Hartonomous_InMemory',
    path: 'D:\\Data\\Hartonomous_InMemory',
    kind: 'FILESTREAM',
    megabytes: 0,
    usedMegabytes: 0,
  },
];

/** The volumes that they lie on. */
export const volumes = [
  { mount: 'C:\\', name: 'System', totalGb: 200, freeGb: 92 },
  { mount: 'D:\\', name: 'Data', totalGb: 2000, freeGb: 780 },
  { mount: 'L:\\', name: 'Log', totalGb: 250, freeGb: 151 },
  { mount: 'T:\\', name: 'Tempdb', totalGb: 100, freeGb: 74 },
] as const;

export type Volume = (typeof volumes)[number];

export function logFileOf(database: DatabaseName): File {
  const found = files.find((file) => file.database === database && file.kind === 'LOG');
  if (!found) throw new TypeError(`no log file of ${database}`);
  return found;
}
