import { SqlServerError } from '../../tds/sql-server-error.ts';
import { PRODUCT } from '../databases/databases.ts';
import { doorOf } from '../databases/door-access.ts';
import { objectId } from '../things.ts';
import type { ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { isOwner } from './owner.ts';
import { Interrupted, takeTime } from './take-time.ts';
import { readOptions } from './with-options.ts';

const known =
  `NO_INFOMSGS ALL_ERRORMSGS PHYSICAL_ONLY EXTENDED_LOGICAL_CHECKS DATA_PURITY TABLOCK ESTIMATEONLY
  MAXDOP`.split(/\s+/);

/** `DBCC CHECKDB [(name | 'name')] [WITH …]`. */
export const checkDatabase: ReadAct = (reader) => {
  if (!reader.take('DBCC', 'CHECKDB')) return null;
  let name: string | null = null;
  if (reader.take('(')) {
    const { kind } = reader.peek();
    name = kind === 'text' || kind === 'parameter' ? reader.text() : reader.name();
    if (reader.take(',')) reader.expect('NOINDEX');
    reader.expect(')');
  }
  const options = readOptions(reader, 'DBCC', known);
  return (context) => check(context, name ?? context.session.database, options.has('NO_INFOMSGS'));
};

async function check(context: ActContext, written: string, isQuiet: boolean): Promise<void> {
  const { world, session } = context;
  const database = world.databases.get(written);
  const { name } = database;
  if (!isOwner(context, database)) {
    const message = `User '${session.login}' does not have permission to run DBCC CHECKDB for database '${name}'.`;
    throw new SqlServerError({ number: 7983, class: 14, state: 36, message });
  }
  const closed = doorOf(world, database, session.spid, session.access);
  if (closed) throw new SqlServerError(closed);
  const bytes = database.body.files.reduce((sum, file) => sum + file.usedMegabytes * 2 ** 20, 0);
  try {
    const work = { command: 'DBCC TABLE CHECK', database: name, bytes, every: null };
    await takeTime(context, { ...work, wait: 'CXPACKET' });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return;
    throw thrown;
  }
  report(context, name, isQuiet);
}

function report(context: ActContext, name: string, isQuiet: boolean): void {
  const { world } = context;
  const isSound = name !== PRODUCT || !world.fault('suspect-page');
  const id = objectId('AtomEmbedding');
  if (isSound) {
    world.databases.change(name, { lastGoodCheck: world.now() }, world.now());
    world.changed();
  } else {
    context.error({
      number: 8928,
      class: 16,
      message: `Object ID ${id}, index ID 1, partition ID 72057594040549376, alloc unit ID 72057594044940288 (type In-row data): Page (1:4718592) could not be processed.  See other errors for details.`,
    });
    context.error({
      number: 8939,
      class: 16,
      state: 98,
      message: `Table error: Object ID ${id}, index ID 1, partition ID 72057594040549376, alloc unit ID 72057594044940288 (type In-row data), page (1:4718592). Test (IS_OFF (BUF_IOERR, pBUF->bstat)) failed. Values are 133129 and -4.`,
    });
  }
  const found = isSound ? 0 : 2;
  if (!isSound || !isQuiet) {
    context.info({
      number: isSound ? 8989 : 8990,
      message: `CHECKDB found 0 allocation errors and ${found} consistency errors in database '${name}'.`,
    });
  }
  if (isQuiet) return;
  context.info({
    number: 2528,
    message:
      'DBCC execution completed. If DBCC printed error messages, contact your system administrator.',
  });
}
