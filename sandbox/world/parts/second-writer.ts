import { DAY, local, MINUTE } from '../clock.ts';
import { type Databases, PRODUCT } from '../databases/databases.ts';
import { lsnAt } from '../lsn.ts';
import type { Random } from '../random.ts';
import { backupmediafamily, backupmediaset, backupset } from '../tables/msdb.ts';
import type { Part } from './part.ts';

const FIRST_ID = 900_001;
const DAYS = 6;

/** Full backups that a tool of the storage takes each night while `second-backup-writer` is on: not copy-only, to no file. */
export function createSecondWriter(random: Random, databases: Databases): Part {
  return {
    tables({ now, faults }) {
      const fault = faults.get('second-backup-writer');
      const product = databases.find(PRODUCT);
      if (!fault || !product) return [];
      const newest = fault.since - 40 * MINUTE;
      const nights = Array.from({ length: DAYS }, (_, index) => ({
        id: FIRST_ID + index,
        at: newest - (DAYS - 1 - index) * DAY,
      })).filter(({ at }) => at <= now);
      return [
        {
          table: backupset,
          rows: nights.map(({ id, at }) => ({
            backup_set_id: id,
            backup_set_uuid: random.guid('second-writer', at),
            media_set_id: id,
            name: 'Storage snapshot',
            user_name: 'NT AUTHORITY\\SYSTEM',
            first_lsn: lsnAt(at),
            last_lsn: lsnAt(at + MINUTE),
            checkpoint_lsn: lsnAt(at),
            database_backup_lsn: lsnAt(at - DAY),
            database_creation_date: local(product.createdAt),
            backup_start_date: local(at),
            backup_finish_date: local(at + MINUTE),
            type: 'D',
            backup_size: 18_000_000_000,
            compressed_backup_size: 18_000_000_000,
            database_name: PRODUCT,
            is_snapshot: true,
            has_backup_checksums: false,
            first_recovery_fork_guid: product.body.fork,
            last_recovery_fork_guid: product.body.fork,
            database_guid: product.databaseGuid,
            family_guid: product.body.familyGuid,
          })),
        },
        {
          table: backupmediaset,
          rows: nights.map(({ id, at }) => ({
            media_set_id: id,
            media_uuid: random.guid('second-media', at),
            is_compressed: false,
          })),
        },
        {
          table: backupmediafamily,
          rows: nights.map(({ id, at }) => ({
            media_set_id: id,
            media_family_id: random.guid('second-family', at),
            physical_device_name: `{${random.guid('second-device', at)}}1`,
            // a virtual device
            device_type: 7,
          })),
        },
      ];
    },
  };
}
