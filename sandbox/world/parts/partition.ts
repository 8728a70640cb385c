import type { Row } from '../table.ts';

/** A row of sys.partitions: a table's only partition, by its clustered index. */
export function partition(index: number, id: number, rows: number): Row {
  return {
    partition_id: 72057594040000000n + BigInt(index) * 65536n,
    hobt_id: 72057594040000000n + BigInt(index) * 65536n,
    object_id: id,
    index_id: 1,
    rows,
  };
}
