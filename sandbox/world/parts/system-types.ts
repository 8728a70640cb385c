/** `system_type_id` of sys.types, by name. */
export const systemTypes: Readonly<Record<string, number>> = {
  bit: 104,
  tinyint: 48,
  smallint: 52,
  int: 56,
  bigint: 127,
  float: 62,
  real: 59,
  nvarchar: 231,
  varbinary: 165,
  uniqueidentifier: 36,
  date: 40,
  datetime: 61,
  datetime2: 42,
  datetimeoffset: 43,
};
