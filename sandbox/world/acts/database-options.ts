import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { DatabaseOptions, RecoveryModel, UserAccess } from '../databases/database.ts';
import type { StatementReader } from './statement-reader.ts';

/** What one option of ALTER DATABASE … SET does. */
export interface DatabaseChange {
  readonly options?: Partial<DatabaseOptions>;
  readonly access?: UserAccess;
  readonly broker?:
    | 'ENABLE_BROKER'
    | 'DISABLE_BROKER'
    | 'NEW_BROKER'
    | 'ERROR_BROKER_CONVERSATIONS';
  /** Nobody else may be in the database. */
  readonly exclusive?: boolean;
  readonly onlyAdministrator?: boolean;
}

const switches: Readonly<Record<string, (on: boolean) => DatabaseChange>> = {
  AUTO_UPDATE_STATISTICS_ASYNC: (on) => ({ options: { isAutoUpdateStatsAsync: on } }),
  TRUSTWORTHY: (on) => ({ options: { isTrustworthy: on }, onlyAdministrator: true }),
  DB_CHAINING: (on) => ({ options: { isDbChaining: on }, onlyAdministrator: true }),
  READ_COMMITTED_SNAPSHOT: (on) => ({ options: { isReadCommittedSnapshot: on }, exclusive: true }),
  // Nothing here depends on it.
  ALLOW_SNAPSHOT_ISOLATION: () => ({}),
  MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT: (on) => ({ options: { isElevateToSnapshot: on } }),
};
const accesses = ['SINGLE_USER', 'RESTRICTED_USER', 'MULTI_USER'] as const;
const brokers = [
  'ENABLE_BROKER',
  'DISABLE_BROKER',
  'NEW_BROKER',
  'ERROR_BROKER_CONVERSATIONS',
] as const;
const models: readonly RecoveryModel[] = ['FULL', 'BULK_LOGGED', 'SIMPLE'];

/** Reads one option; 102 or 195 for what is none. */
export function options(reader: StatementReader): DatabaseChange {
  const token = reader.peek();
  const word = reader.word();
  const access = accesses.find((one) => one === word);
  if (access) return { access, exclusive: access !== 'MULTI_USER' };
  const broker = brokers.find((one) => one === word);
  if (broker) return { broker, exclusive: true };
  const toggle = switches[word];
  if (toggle) return toggle(onOff(reader));
  switch (word) {
    case 'RECOVERY': {
      const model = models.find((one) => reader.take(one));
      return model ? { options: { recoveryModel: model } } : reader.fail();
    }
    case 'COMPATIBILITY_LEVEL':
      reader.expect('=');
      return { options: { compatibilityLevel: reader.number() } };
    case 'QUERY_STORE':
      return { options: { isQueryStoreOn: queryStore(reader) } };
    case 'READ_ONLY':
    case 'READ_WRITE':
      return { options: { isReadOnly: word === 'READ_ONLY' }, exclusive: true };
    default:
      throw new SqlServerError({
        number: 195,
        class: 15,
        state: 5,
        line: token.line,
        message: `'${token.text}' is not a recognized SET option.`,
      });
  }
}

function onOff(reader: StatementReader): boolean {
  if (reader.take('ON')) return true;
  reader.expect('OFF');
  return false;
}

/** `= ON [(OPERATION_MODE = …, …)]`, `= OFF`, or the options alone. */
function queryStore(reader: StatementReader): boolean {
  if (reader.take('=', 'OFF')) return false;
  reader.take('=', 'ON');
  if (reader.take('(')) {
    while (!reader.at(')') && !reader.done()) reader.word();
    reader.expect(')');
  }
  return true;
}
