import { beforeEach, describe, expect, test } from 'vitest';
import { table } from '../../../sandbox/world/table.ts';
import { createTableWriter } from '../../../sandbox/world/table-writer.ts';

const entry = table(
  'Hartonomous',
  'dbo.Thing',
  'Id bigint, Name nvarchar=none, Seen datetime2, Raw varbinary, Ok bit=1',
  'Id',
);
const row = (Id: number, Name: string) => ({ Id, Name, Seen: 0, Raw: new Uint8Array([1, 255]) });

describe('what is written', () => {
  let sent: string[] = [];
  let writer: ReturnType<typeof createTableWriter>;
  beforeEach(() => {
    sent = [];
    writer = createTableWriter(async (sql) => void sent.push(sql));
  });

  test('is nothing when nothing changed', async () => {
    expect(await writer.write({ table: entry, rows: [row(1, 'a')] })).toBe(true);
    expect(await writer.write({ table: entry, rows: [row(1, 'a')] })).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test('is only what was appended', async () => {
    const first = row(1, 'a');
    await writer.write({ table: entry, rows: [first] });
    await writer.write({ table: entry, rows: [first, row(2, 'b')] });
    expect(sent[1]).toMatch(/^BEGIN;INSERT/);
    expect(sent[1]).not.toContain('DELETE');
  });

  test('is the tail from the first difference, by the key', async () => {
    await writer.write({ table: entry, rows: [row(1, 'a'), row(2, 'b'), row(3, 'c')] });
    await writer.write({ table: entry, rows: [row(1, 'a'), row(2, 'x'), row(4, 'y')] });
    expect(sent[1]).toContain('DELETE FROM Hartonomous.dbo."Thing" WHERE "Id" > 1;');
  });

  test('is everything when the first row differs, in one transaction', async () => {
    await writer.write({ table: entry, rows: [row(1, 'a'), row(2, 'b')] });
    await writer.write({ table: entry, rows: [row(2, 'b')] });
    expect(sent[1]).toMatch(/^BEGIN;DELETE FROM Hartonomous\.dbo\."Thing";INSERT .*;COMMIT$/s);
    await writer.write({ table: entry, rows: [] });
    expect(sent[2]).toBe('BEGIN;DELETE FROM Hartonomous.dbo."Thing";COMMIT');
  });

  test('goes to the database that is named', async () => {
    await writer.write({
      table: table('each', 'sys.files', 'n int'),
      rows: [{ n: 1 }],
      database: 'msdb',
    });
    expect(sent[0]).toContain('INSERT INTO msdb.sys."files"');
  });
});

test('a table without a readable type is refused at once', () => {
  expect(() => table('server', 'sys.x', 'a number')).toThrow(/cannot read column "a number"/);
});
