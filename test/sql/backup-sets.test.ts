import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Look, type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

const newest = (type: string) =>
  `(SELECT max(backup_set_id) FROM msdb.dbo.backupset WHERE database_name = 'Hartonomous' AND type = '${type}')`;
const change = (type: string, what: string) =>
  `UPDATE msdb.dbo.backupset SET ${what} WHERE backup_set_id = ${newest(type)}`;
const media = (type: string, what: string) =>
  `UPDATE msdb.dbo.backupmediafamily SET ${what} WHERE media_set_id = ${newest(type)}`;

/** What makes the newest set of a kind not count, in the tables of the history. */
const disguises: readonly (readonly [string, (type: string) => string])[] = [
  ['a snapshot of some other tool', (type) => change(type, 'is_snapshot = true')],
  ['a snapshot by its device', (type) => media(type, 'device_type = 7')],
  ['written damaged', (type) => change(type, 'is_damaged = true')],
  ['without its metadata', (type) => change(type, 'has_incomplete_metadata = true')],
  ['restored here from another server', (type) => change(type, "server_name = 'SQL-OTHER'")],
  ['of another family of databases', (type) => change(type, 'family_guid = uuid()')],
  ['of an abandoned recovery fork', (type) => change(type, 'last_recovery_fork_guid = uuid()')],
  ['written to NUL', (type) => media(type, "physical_device_name = 'nul'")],
  [
    'half of a stripe set',
    (type) =>
      `UPDATE msdb.dbo.backupmediaset SET media_family_count = 2 WHERE media_set_id = ${newest(type)}`,
  ],
];

function valueOf(seen: Look, column: string) {
  return seen.rows.find(({ labels }) => labels['database'] === 'Hartonomous')?.values[column];
}

/** The tables of the history that these tests change, and put back. */
const tables = [
  'msdb.dbo.backupset',
  'msdb.dbo.backupmediaset',
  'msdb.dbo.backupmediafamily',
  'master.sys.database_recovery_status',
];

/** The server's disks hold all files but those in a table. */
const disks = [
  'CREATE TABLE memory.main.gone (path VARCHAR)',
  `CREATE OR REPLACE MACRO Hartonomous.sys.dm_os_file_exists(p) AS TABLE
   SELECT CASE WHEN p IN (SELECT path FROM memory.main.gone) THEN 0 ELSE 1 END AS file_exists,
          0 AS file_is_a_directory, 1 AS parent_directory_exists`,
];
const fileGone = (type: string) =>
  `INSERT INTO memory.main.gone SELECT physical_device_name FROM msdb.dbo.backupmediafamily WHERE media_set_id = ${newest(type)}`;

describe('a backup set that is not what it looks like', () => {
  let watched: WatchedSqlServer;
  const run = (statement: string) => watched.world.engine.admin.run(statement);
  beforeAll(async () => {
    watched = await watchSqlServer();
    for (const statement of disks) await run(statement);
    for (const [index, table] of tables.entries())
      await run(`CREATE TABLE memory.main.kept_${index} AS SELECT * FROM ${table}`);
  });
  afterAll(() => watched.close());
  beforeEach(async () => {
    for (const [index, table] of tables.entries())
      await run(
        `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM memory.main.kept_${index}`,
      );
    await run('DELETE FROM memory.main.gone');
    watched.forget();
  });

  async function lookAfter(...statements: string[]): Promise<Look> {
    for (const statement of statements) await run(statement);
    const seen = await watched.look('backup-freshness');
    expect(seen.detail).toBe('');
    return seen;
  }

  test.each(disguises)(
    '%s is no full backup: the one of the night before counts',
    async (_, disguise) => {
      const before = await watched.look('backup-freshness');
      const seen = await lookAfter(disguise('D'));

      expect(valueOf(before, 'full_age_minutes')).toBeLessThan(24 * 60);
      expect(valueOf(seen, 'full_age_minutes')).toBe(
        Number(valueOf(before, 'full_age_minutes')) + 24 * 60,
      );
      expect(seen.state).toBe('critical');
    },
  );

  test.each(disguises)('%s is no log backup', async (_, disguise) => {
    const before = await watched.look('backup-freshness');
    const seen = await lookAfter(disguise('L'));

    expect(valueOf(seen, 'log_age_minutes')).toBe(Number(valueOf(before, 'log_age_minutes')) + 15);
    expect(seen.broken).toContain('log-chain-broken critical database=Hartonomous');
  });

  test('a copy-only full is no base, and is told apart', async () => {
    const seen = await lookAfter(change('D', 'is_copy_only = true'));

    expect(valueOf(seen, 'full_age_minutes')).toBeGreaterThan(24 * 60);
    expect(valueOf(seen, 'copy_only_age_minutes')).toBeLessThan(24 * 60);
  });

  test('a differential whose base does not count does not count', async () => {
    const before = await watched.look('backup-freshness');
    const seen = await lookAfter(change('I', 'differential_base_guid = uuid()'));

    expect(Number(valueOf(seen, 'diff_age_minutes'))).toBeGreaterThan(
      Number(valueOf(before, 'diff_age_minutes')),
    );
  });

  test('a full that is newer than the last differential satisfies the differential', async () => {
    const seen = await lookAfter(
      `DELETE FROM msdb.dbo.backupset WHERE type = 'I' AND database_name = 'Hartonomous'`,
    );

    expect(valueOf(seen, 'diff_age_minutes')).toBe(valueOf(seen, 'full_age_minutes'));
    expect(valueOf(seen, 'diff_finished_local')).toBeNull();
  });

  test('a database that was never backed up is said to have no backup that counts', async () => {
    const seen = await lookAfter(`DELETE FROM msdb.dbo.backupset WHERE database_name = 'msdb'`);

    const row = seen.rows.find(({ labels }) => labels['database'] === 'msdb');
    expect(row?.values).toMatchObject({
      full_finished_local: null,
      full_age_minutes: null,
      none_why: 'none was taken in the last 14 days',
    });
    expect(seen.broken).toEqual(['no-backup-counts critical database=msdb']);
  });

  test('S21 after a restore no set of the fork that was left counts, and one alert says so', async () => {
    const seen = await lookAfter(
      `UPDATE master.sys.database_recovery_status SET recovery_fork_guid = uuid()
       WHERE database_id = (SELECT database_id FROM master.sys.databases WHERE name = 'Hartonomous')`,
      `INSERT INTO msdb.dbo.restorehistory (restore_history_id, restore_date, destination_database_name, user_name, backup_set_id, restore_type, "replace", recovery, restart)
       SELECT 1, MAX(backup_finish_date), 'Hartonomous', 'hart_operator', 1, 'D', false, true, false FROM msdb.dbo.backupset`,
    );

    const row = seen.rows.find(({ labels }) => labels['database'] === 'Hartonomous');
    expect(row?.values['none_why']).toMatch(
      /^none was taken since the restore of 20\d\d-\d\d-\d\d \d\d:\d\d \(server time\)$/,
    );
    expect(row?.values).toMatchObject({ full_age_minutes: null, log_overdue_minutes: 0 });
    // Since the restore, not since the database was made.
    expect(Number(row?.values['log_exposed_minutes'])).toBeLessThan(60);
    expect(seen.broken.filter((each) => each.endsWith('database=Hartonomous'))).toEqual([
      'no-backup-counts critical database=Hartonomous',
    ]);
    expect(seen.headline).toContain('no full backup of Hartonomous counts');
    const restorable = await watched.look('restorability');
    expect(restorable.rows[0]?.values).toMatchObject({
      broken: 1,
      why: 'its history begins on a new recovery fork without a full backup; take a full backup',
    });
  });

  test('without a chain in the server the newest log backup is no comfort', async () => {
    const seen = await lookAfter(
      'UPDATE master.sys.database_recovery_status SET last_log_backup_lsn = NULL',
    );

    expect(seen.broken).toEqual(['log-chain-broken critical database=Hartonomous']);
    expect(valueOf(seen, 'chain_why')).toContain('until a full or differential is taken');
  });

  test('a log backup that someone else took and that no history knows breaks the chain', async () => {
    const seen = await lookAfter(
      'UPDATE master.sys.database_recovery_status SET last_log_backup_lsn = last_log_backup_lsn + 100000',
    );

    expect(seen.broken).toEqual(['log-chain-broken critical database=Hartonomous']);
    expect(valueOf(seen, 'chain_why')).toContain('is not in the history');
  });

  test.each(['D', 'I', 'L'])(
    'a file of the newest set of type %s that is gone is counted',
    async (type) => {
      const seen = await lookAfter(fileGone(type));

      expect(valueOf(seen, 'files_unseen')).toBe(1);
      expect(seen.broken).toEqual(['backup-files-missing critical database=Hartonomous']);
    },
  );

  test('whether a file on a URL is there is not known, and so is the check', async () => {
    const seen = await lookAfter(
      media('D', "device_type = 9, physical_device_name = 'https://backups.example/full.bak'"),
    );

    expect(valueOf(seen, 'files_unseen')).toBeNull();
    expect(seen.state).toBe('unknown');
  });
});
