import type { ReadAct } from './act.ts';
import type { BackupOrder } from './backup-order.ts';
import { runBackup } from './backup-run.ts';
import { readDevices } from './devices.ts';
import { numberOption, type Options, readOptions, textOption } from './with-options.ts';

const known =
  `CHECKSUM NO_CHECKSUM COMPRESSION NO_COMPRESSION DIFFERENTIAL COPY_ONLY NORECOVERY NO_TRUNCATE INIT NOINIT
  FORMAT NOFORMAT SKIP NOSKIP STATS NAME DESCRIPTION MEDIANAME MEDIADESCRIPTION STOP_ON_ERROR CONTINUE_AFTER_ERROR
  BLOCKSIZE BUFFERCOUNT MAXTRANSFERSIZE EXPIREDATE RETAINDAYS RESTART REWIND NOREWIND UNLOAD NOUNLOAD`.split(
    /\s+/,
  );

/** `BACKUP { DATABASE | LOG } name TO DISK = … [WITH …]`. */
export const backup: ReadAct = (reader) => {
  const isLog = reader.at('BACKUP', 'LOG');
  if (!isLog && !reader.at('BACKUP', 'DATABASE')) return null;
  reader.word();
  reader.word();
  const database = reader.nameOrParameter();
  reader.expect('TO');
  const files = readDevices(reader);
  const options = readOptions(reader, 'BACKUP', known);
  const has = (name: string) => options.has(name);
  const order: BackupOrder = {
    statement: isLog ? 'BACKUP LOG' : 'BACKUP DATABASE',
    database,
    files,
    type: isLog ? 'L' : dataType(options),
    // NO_TRUNCATE leaves the chain as it is, as COPY_ONLY does
    isCopyOnly: (has('COPY_ONLY') && !has('DIFFERENTIAL')) || has('NO_TRUNCATE'),
    isCompressed: has('NO_COMPRESSION') ? false : has('COMPRESSION') || null,
    hasChecksums: has('CHECKSUM') || (has('COMPRESSION') && !has('NO_CHECKSUM')),
    withNoRecovery: isLog && has('NORECOVERY'),
    writing: writingOf(options),
    every: options.get('STATS') === true ? 10 : numberOption(options, 'STATS'),
    name: textOption(options, 'NAME'),
    description: textOption(options, 'DESCRIPTION'),
    mediaName: textOption(options, 'MEDIANAME'),
    mediaDescription: textOption(options, 'MEDIADESCRIPTION'),
  };
  return (context) => runBackup(context, order);
};

function dataType(options: Options): 'D' | 'I' {
  return options.has('DIFFERENTIAL') ? 'I' : 'D';
}

function writingOf(options: Options): BackupOrder['writing'] {
  if (options.has('FORMAT')) return 'format';
  return options.has('INIT') ? 'overwrite' : 'append';
}
