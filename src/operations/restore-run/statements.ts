import { fillTemplate } from '../acting/fill-template.ts';
import { quoteText } from '../restore/quote.ts';
import type { PlannedSet } from './planned-set.ts';

/** The text of `sql/operations/NAME.sql`. */
export type Template = (name: string) => string;

/**
 * A statement file with its names and places filled in: `[$(HartDatabase)]` by the quoted name, `$(HartDevices)` and its
 * like by text that is quoted already. RESTORE takes lists of files, which no parameter can be.
 *
 * @throws Error when the file has a place that nobody filled
 */
export function statementFrom(
  text: string,
  names: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>> = {},
): string {
  // In one pass, so that nothing within a filled text is taken for a place.
  return text
    .split(/(\[\$\(\w+\)\]|\$\(\w+\))/)
    .map((part) => {
      if (part.startsWith('[$(')) return fillTemplate(part, names);
      const key = /^\$\((\w+)\)$/.exec(part)?.[1];
      if (key === undefined) return part;
      const place = places[key];
      if (place === undefined) throw new Error(`Nothing fills the place ${part}`);
      return place;
    })
    .join('')
    .trim();
}

export function headersOf(template: Template, set: PlannedSet): string {
  return statementFrom(template('restore-headers'), {}, { HartDevices: devices(set) });
}

export function verify(template: Template, set: PlannedSet): string {
  return statementFrom(
    template('restore-verify'),
    {},
    {
      HartDevices: devices(set),
      HartPosition: String(set.position),
      // Asked for where the set has none, it fails (Msg 3187).
      HartChecksum: set.hasChecksums ? ', CHECKSUM' : '',
    },
  );
}

export function fileList(template: Template, set: PlannedSet): string {
  return statementFrom(
    template('restore-file-list'),
    {},
    {
      HartDevices: devices(set),
      HartPosition: String(set.position),
    },
  );
}

/** What restores one set. `moves` only on a full, `stopAt` only on a log: on RESTORE DATABASE it would switch a check off (S3). */
export function restoreSet(
  template: Template,
  database: string,
  set: PlannedSet,
  {
    moves = {},
    stopAt = null,
    replace = false,
  }: {
    readonly moves?: Readonly<Record<string, string>>;
    readonly stopAt?: string | null;
    /** Only in a plan without tail. */
    readonly replace?: boolean;
  } = {},
): string {
  const isLog = set.type === 'log';
  const options = [
    ...(set.hasChecksums ? ['CHECKSUM'] : []),
    `FILE = ${set.position}`,
    ...(set.type === 'full'
      ? Object.entries(moves).map(
          ([logical, path]) => `MOVE ${quoteText(logical)} TO ${quoteText(path)}`,
        )
      : []),
    ...(isLog && stopAt !== null ? [`STOPAT = '${stopAt}'`] : []),
  ];
  return statementFrom(
    template(fileFor(set, replace)),
    { HartDatabase: database },
    {
      HartDevices: devices(set),
      HartOptions: options.map((option) => `, ${option}`).join(''),
    },
  );
}

function fileFor({ type }: PlannedSet, replace: boolean): string {
  if (type === 'log') return 'restore-log';
  return replace && type === 'full' ? 'restore-database-over' : 'restore-database';
}

export function backupTail(
  template: Template,
  database: string,
  file: string,
  runId: string,
): string {
  return statementFrom(
    template('backup-tail'),
    { HartDatabase: database },
    {
      HartFile: quoteText(file),
      HartName: quoteText(`${database} tail ${runId}`),
    },
  );
}

/** A statement about one database and nothing else. */
export function about(template: Template, name: string, database: string): string {
  return statementFrom(template(name), { HartDatabase: database });
}

/** Everyone is thrown out in the same batch, and stays out of what it is called then. */
export function rename(
  template: Template,
  from: string,
  to: string,
  option: 'SINGLE_USER' | 'RESTRICTED_USER',
): string {
  return statementFrom(
    template('rename-database'),
    { HartDatabase: from, HartName: to },
    { HartOption: option },
  );
}

/** `option` is of this house, never what someone wrote. */
export function setOption(
  template: Template,
  database: string,
  option: string,
  file: 'set-database-option' | 'set-option-dba' | 'set-broker' = 'set-database-option',
): string {
  return statementFrom(template(file), { HartDatabase: database }, { HartOption: option });
}

function devices({ files, isUrl }: PlannedSet): string {
  const kind = isUrl ? 'URL' : 'DISK';
  return files.map((file) => `${kind} = ${quoteText(file)}`).join(', ');
}
