import { DAY, type Instant, local } from '../clock.ts';
import { certificateThumbprint } from '../encryption.ts';
import { sidOf } from '../login-sids.ts';
import { createMemo } from '../memo.ts';
import { missingObject } from '../missing-object.ts';
import type { Random } from '../random.ts';
import { columnType, type Filling, type Row } from '../table.ts';
import {
  allObjects,
  assemblies,
  assemblyFiles,
  certificates,
  columns,
  databasePrincipals,
  indexes,
  objects,
  partitions,
  procedures,
  schemas,
  synonyms,
  tables,
  views,
} from '../tables/catalogue.ts';
import { xtpTableMemory } from '../tables/dynamic.ts';
import { msdbTables } from '../tables/msdb.ts';
import { productTables } from '../tables/product.ts';
import { trustedAssemblies } from '../tables/server.ts';
import {
  attached,
  objectId,
  procedureNames,
  queues,
  synonymNames,
  tableNames,
  viewNames,
} from '../things.ts';
import { assemblyContent, sha512 } from '../trust.ts';
import type { Atoms } from './graph-sync.ts';
import type { Part } from './part.ts';
import { partition } from './partition.ts';
import { systemTypes } from './system-types.ts';

const growing: ReadonlySet<string> = new Set(['Atom', 'AtomEmbedding']);

interface Thing {
  readonly name: string;
  readonly id: number;
  readonly type: string;
  readonly kind: string;
}

/** The catalogue: which objects, indexes and columns there are. */
export function createCatalogueState(start: Instant, random: Random, atoms: Atoms): Part {
  const stamp = { create_date: local(start - 200 * DAY), modify_date: local(start - 30 * DAY) };
  const things: readonly Thing[] = [
    ...named(tableNames, 'U', 'USER_TABLE'),
    ...named(procedureNames, 'P', 'SQL_STORED_PROCEDURE'),
    ...named(viewNames, 'V', 'VIEW'),
    ...named(synonymNames, 'SN', 'SYNONYM'),
    ...queues.map(({ name, objectId: id }) => ({ name, id, type: 'SQ', kind: 'SERVICE_QUEUE' })),
  ];
  const row = ({ name, id, type, kind }: Thing): Row => ({
    name,
    object_id: id,
    type,
    type_desc: kind,
    ...stamp,
  });
  const msdbObjects = msdbTables.map(({ name }, index) => ({
    name,
    id: 2000 + index * 16,
    type: 'U',
    kind: 'USER_TABLE',
  }));
  const rowCounts: Readonly<Record<string, number>> = {
    AtomHistory: 3100,
    InferenceRequest: 2300,
  };

  const primaryKeys = tableNames.map((name) => ({
    object_id: objectId(name),
    name: `PK_${name}`,
    index_id: 1,
    type: 1,
    type_desc: 'CLUSTERED',
    is_unique: true,
    is_primary_key: true,
  }));
  const secondary = [
    {
      object_id: objectId('AtomEmbedding'),
      name: 'IX_AtomEmbedding_AtomId',
      index_id: 2,
      type: 2,
      type_desc: 'NONCLUSTERED',
    },
    {
      object_id: objectId('InferenceRequest'),
      name: 'IX_InferenceRequest_RequestTimestamp',
      index_id: 2,
      type: 2,
      type_desc: 'NONCLUSTERED',
    },
    {
      object_id: objectId('Atom'),
      name: 'UX_Atom_ContentHash',
      index_id: 2,
      type: 2,
      type_desc: 'NONCLUSTERED',
      is_unique: true,
    },
  ];
  const columnRows = productTables.flatMap((entry) =>
    Object.entries(entry.columns).map(([name, column], index) => {
      const type = columnType(column);
      return {
        object_id: objectId(entry.name),
        name,
        column_id: index + 1,
        system_type_id: systemTypes[type] ?? 108,
        user_type_id: systemTypes[type] ?? 108,
        is_nullable: index > 0,
        is_identity: index === 0 && type === 'bigint',
      };
    }),
  );
  const principals = ['dbo', 'guest', 'HartonomousApp', 'hart_reader', 'hart_operator'].map(
    (name, index) => ({
      name,
      principal_id: index + 1,
      type: 'S',
      type_desc: 'SQL_USER',
      sid: sidOf(name, random) ?? random.bytes(16, 'sid', name),
      ...stamp,
    }),
  );
  const schemaRows = [
    { name: 'dbo', schema_id: 1 },
    { name: 'guest', schema_id: 2 },
    { name: 'INFORMATION_SCHEMA', schema_id: 3 },
    { name: 'sys', schema_id: 4 },
  ];
  const productSchemas = [
    ...schemaRows,
    ...['graph', 'provenance', 'ref'].map((name, index) => ({ name, schema_id: 5 + index })),
  ];
  const clr = { create_date: stamp.create_date, modify_date: stamp.modify_date };
  const assemblyRows = [
    {
      name: 'Hartonomous.Clr',
      assembly_id: 65536,
      clr_name: 'hartonomous.clr, version=1.0.0.0',
      permission_set: 3,
      permission_set_desc: 'UNSAFE_ACCESS',
      ...clr,
    },
    {
      name: 'MathNet.Numerics',
      assembly_id: 65537,
      clr_name: 'mathnet.numerics, version=5.0.0.0',
      permission_set: 3,
      permission_set_desc: 'UNSAFE_ACCESS',
      ...clr,
    },
  ];
  const assemblyFileRows = assemblyRows.map(({ assembly_id, name }) => ({
    assembly_id,
    name,
    content: assemblyContent(random, name),
  }));
  const trustedRows = assemblyFileRows.map(({ name, content }) => ({
    hash: sha512(content),
    description: name,
    create_date: stamp.create_date,
    created_by: 'sa',
  }));
  const certificateRows = [
    {
      name: 'HartonomousTde',
      certificate_id: 260,
      issuer_name: 'Hartonomous',
      subject: 'Hartonomous TDE',
      start_date: start - 300 * DAY,
      expiry_date: start + 430 * DAY,
      thumbprint: certificateThumbprint(random),
      pvt_key_last_backup_date: local(start - 20 * DAY),
    },
  ];
  const inMemory = tableNames.filter((name) => name.endsWith('_InMemory'));

  function present(missing: string | undefined, spatialDisabled: boolean): readonly Filling[] {
    const there = things.filter(({ name }) => name.toLowerCase() !== missing?.toLowerCase());
    const ofType = (type: string) => there.filter((thing) => thing.type === type);
    const ids = new Set(there.map(({ id }) => id));
    const spatial = {
      object_id: objectId('AtomEmbedding'),
      name: 'SIX_AtomEmbedding_SpatialKey',
      index_id: 384000,
      type: 4,
      type_desc: 'SPATIAL',
      is_disabled: spatialDisabled,
    };
    const indexRows = [...primaryKeys, ...secondary, spatial].filter(({ object_id }) =>
      ids.has(object_id),
    );
    const tableRows = ofType('U').map((thing) => ({
      ...row(thing),
      is_memory_optimized: thing.name.endsWith('_InMemory'),
      ...(thing.name === 'Atom'
        ? { temporal_type: 2, temporal_type_desc: 'SYSTEM_VERSIONED_TEMPORAL_TABLE' }
        : {}),
    }));
    return [
      { table: objects, rows: there.map(row) },
      { table: objects, database: 'msdb', rows: msdbObjects.map(row) },
      { table: tables, rows: tableRows },
      { table: tables, database: 'msdb', rows: msdbObjects.map(row) },
      { table: procedures, rows: ofType('P').map(row) },
      { table: views, rows: ofType('V').map(row) },
      {
        table: synonyms,
        rows: ofType('SN').map((thing) => ({
          ...row(thing),
          base_object_name: '[dbo].[InferenceRequest]',
        })),
      },
      { table: columns, rows: columnRows.filter(({ object_id }) => ids.has(object_id)) },
      { table: indexes, rows: indexRows },
      ...attached.map((database) => ({
        table: schemas,
        database,
        rows: database === 'Hartonomous' ? productSchemas : schemaRows,
      })),
      ...attached.map((database) => ({ table: databasePrincipals, database, rows: principals })),
      { table: assemblies, rows: assemblyRows },
      { table: assemblyFiles, rows: assemblyFileRows },
      { table: trustedAssemblies, rows: trustedRows },
      { table: certificates, database: 'master', rows: certificateRows },
      {
        table: xtpTableMemory,
        rows: inMemory.map((name) => ({
          object_id: objectId(name),
          memory_allocated_for_table_kb: 65_536,
          memory_used_by_table_kb: 41_200,
          memory_allocated_for_indexes_kb: 8192,
          memory_used_by_indexes_kb: 6100,
        })),
      },
      { table: allObjects, rows: there.map(row) },
      { table: allObjects, database: 'msdb', rows: msdbObjects.map(row) },
      {
        table: partitions,
        rows: ofType('U').flatMap(({ id, name }, index) =>
          growing.has(name) ? [] : [partition(index, id, rowCounts[name] ?? 400)],
        ),
      },
    ];
  }

  /** The tables to which atoms come all the time. */
  function grown(missing: string | undefined, count: number): Filling {
    const there = [...growing].filter((name) => name !== missing);
    return {
      table: partitions,
      rows: there.map((name, index) => partition(1000 + index, objectId(name), count)),
    };
  }

  const memo = createMemo<readonly Filling[]>();
  const grownMemo = createMemo<Filling>();
  return {
    tables({ now, faults }) {
      const missing = missingObject(faults);
      const disabled = faults.has('spatial-index-disabled');
      const count = atoms.count(now);
      return [
        ...memo(`${missing}/${disabled}`, () => present(missing, disabled)),
        grownMemo(`${missing}/${count}`, () => grown(missing, count)),
      ];
    },
  };
}

function named(names: readonly string[], type: string, kind: string): readonly Thing[] {
  return names.map((name) => ({ name, id: objectId(name), type, kind }));
}
