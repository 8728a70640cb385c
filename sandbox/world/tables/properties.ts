import { table } from '../table.ts';

/** What SERVERPROPERTY, DATABASEPROPERTYEX and FILEPROPERTY answer; the engine has made these tables. */
export const serverProperties = table(
  'memory',
  'main.server_properties',
  'name nvarchar, value nvarchar',
);
export const databaseProperties = table(
  'memory',
  'main.database_properties',
  'database_name nvarchar, name nvarchar, value nvarchar',
);
export const fileProperties = table(
  'memory',
  'main.file_properties',
  'database_name nvarchar, file_name nvarchar, name nvarchar, value int',
);
