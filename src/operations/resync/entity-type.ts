import type { JsonObject } from '../../domain/json.ts';
import type { ResultRow } from '../../domain/target.ts';

/** One kind of thing that is synced: a table there, a label here. */
export interface EntityType {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly key: string;
  readonly tenant: string | null;
}

/** What may go into Cypher as a label (safety rule S33). */
export function isPlainWord(name: string): boolean {
  return /^[A-Za-z]\w*$/.test(name);
}

export function readEntityType(row: ResultRow): EntityType {
  const text = (name: string) => String(row[name] ?? '');
  return {
    name: text('entity_type'),
    schema: text('schema_name'),
    table: text('table_name'),
    key: text('key_column'),
    tenant: row['tenant_column'] === null ? null : text('tenant_column'),
  };
}

export function entityToJson({ name, schema, table, key, tenant }: EntityType): JsonObject {
  return { name, schema, table, key, tenant };
}

/** As a plan's step carries it. @throws TypeError for what is none */
export function entityFromJson(value: JsonObject): EntityType {
  const { name, schema, table, key, tenant = null } = value;
  if (
    typeof name !== 'string' ||
    typeof schema !== 'string' ||
    typeof table !== 'string' ||
    typeof key !== 'string' ||
    (tenant !== null && typeof tenant !== 'string')
  )
    throw new TypeError('A step without an entity type');
  return { name, schema, table, key, tenant };
}
