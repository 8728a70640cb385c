import type { Answer, ResultRow } from '../../domain/target.ts';
import type { OperationPorts } from '../acting/operation.ts';
import type { EntityKey, KeyPages } from './compare-keys.ts';
import type { EntityType } from './entity-type.ts';

/** Both sides of one entity type, read by the logins that can only read. */
export function keyPages(entity: EntityType, { facts, graph }: OperationPorts): KeyPages {
  return {
    async graph(after, rows) {
      return keysOf(
        await graph.ask(
          'graph-keys',
          { after: whole(after), rows: { type: 'int', value: rows } },
          { Label: entity.name },
        ),
      );
    },
    async sql(after, top, rows) {
      return keysOf(
        await facts.ask(
          entity.tenant === null ? 'entity-keys-alone' : 'entity-keys',
          { after: whole(after), top: whole(top), rows: { type: 'int', value: rows } },
          namesOf(entity),
        ),
      );
    },
  };
}

/** The newest key now: what comes later is the sync's own work. */
export async function newestKey(
  entity: EntityType,
  { facts }: OperationPorts,
): Promise<Answer<bigint>> {
  const answer = await facts.ask('entity-newest-key', {}, namesOf(entity));
  if (!answer.ok) return answer;
  return { ok: true, value: BigInt(String(answer.value[0]?.['newest'] ?? 0)) };
}

function namesOf({ schema, table, key, tenant }: EntityType): Readonly<Record<string, string>> {
  return {
    SchemaName: schema,
    TableName: table,
    KeyColumn: key,
    ...(tenant === null ? {} : { TenantColumn: tenant }),
  };
}

/** As text: it may not fit into a number. */
function whole(value: bigint) {
  return { type: 'int', value: String(value) } as const;
}

function keysOf(answer: Answer<ResultRow[]>): Answer<readonly EntityKey[]> {
  if (!answer.ok) return answer;
  return {
    ok: true,
    value: answer.value.map((row) => ({
      id: BigInt(String(row['id'] ?? 0)),
      tenant: BigInt(String(row['tenant'] ?? 0)),
    })),
  };
}
