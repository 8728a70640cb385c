import { SqlServerError } from '../../tds/sql-server-error.ts';
import { unsupported } from '../sql/unsupported.ts';
import type { StatementReader } from './statement-reader.ts';

/** `DISK = N'path' | @path, …`: the paths, in their order. */
export function readDevices(reader: StatementReader): readonly string[] {
  const paths: string[] = [];
  do {
    if (reader.at('URL') || reader.at('TAPE')) throw unsupported('backup to URL or TAPE');
    if (!reader.take('DISK')) {
      const name = reader.nameOrParameter();
      const message = `No entry in sysdevices for backup device '${name}'. Update sysdevices and rerun statement.`;
      throw new SqlServerError({ number: 3206, message });
    }
    reader.expect('=');
    paths.push(reader.text());
  } while (reader.take(','));
  return paths;
}
