import { table } from '../table.ts';

export const extendedProperties = table(
  'each',
  'sys.extended_properties',
  'class tinyint=0, class_desc nvarchar=DATABASE, major_id int=0, minor_id int=0, name nvarchar, value nvarchar',
);
