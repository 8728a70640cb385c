/** A Cypher DATETIME, in UTC. */
export interface Moment {
  readonly kind: 'moment';
  readonly epochMs: number;
}

/** A Cypher DURATION without months. */
export interface Span {
  readonly kind: 'span';
  readonly days: bigint;
  readonly seconds: bigint;
}

/** A node while a query runs; it can be counted, compared and looked into, and not returned. */
export interface NodeValue {
  readonly kind: 'node';
  readonly label: string;
  readonly properties: Readonly<Record<string, Value>>;
}

/** A Cypher value. An INTEGER is a bigint, a FLOAT a number: Cypher never mixes them up, so neither may we. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Moment
  | Span
  | NodeValue
  | readonly Value[]
  | ValueMap;

export interface ValueMap {
  readonly kind: 'map';
  readonly entries: Readonly<Record<string, Value>>;
}

export function mapOf(entries: Readonly<Record<string, Value>>): ValueMap {
  return { kind: 'map', entries };
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** What kind of value this is, in Cypher's words. */
export function typeName(value: Value): string {
  if (value === null) return 'NULL';
  if (isList(value)) return 'LIST';
  if (typeof value === 'object')
    return { moment: 'ZONED DATETIME', span: 'DURATION', node: 'NODE', map: 'MAP' }[value.kind];
  if (typeof value === 'bigint') return 'INTEGER';
  if (typeof value === 'number') return 'FLOAT';
  return typeof value === 'string' ? 'STRING' : 'BOOLEAN';
}
