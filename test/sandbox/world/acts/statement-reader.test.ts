import { describe, expect, test } from 'vitest';
import { createStatementReader } from '../../../../sandbox/world/acts/statement-reader.ts';

const given = [
  { name: 'File', type: { type: 'nvarchar', length: 60 }, value: 'D:\\x.bak', output: false },
  { name: 'n', type: { type: 'int' }, value: 3, output: false },
] as const;

describe('the reader of statements', () => {
  test.each([
    ['[a]]b].[dbo].[c d]', { database: 'a]b', schema: 'dbo', name: 'c d' }],
    ['"a""b"', { database: null, schema: null, name: 'a"b' }],
    ['msdb..queue', { database: 'msdb', schema: null, name: 'queue' }],
    ['dbo.Größe', { database: null, schema: 'dbo', name: 'Größe' }],
  ])('reads the name %s', (text, expected) => {
    expect(createStatementReader(text, []).objectName()).toEqual(expected);
  });

  test.each([
    ["N'it''s'", "it's"],
    ["''", ''],
    ['@file', 'D:\\x.bak'],
    ['@n', 3],
    ['-4', -4],
    ['0xFF', Buffer.from([255])],
    ['null', null],
  ])('reads the value %s', (text, expected) => {
    expect(createStatementReader(text, given).value()).toEqual(expected);
  });

  test('sees words whatever their case, past comments', () => {
    const reader = createStatementReader('backup /* a /* b */ c */ Database -- x\n [x]', []);
    expect(reader.take('BACKUP', 'LOG')).toBe(false);
    expect(reader.take('BACKUP', 'DATABASE')).toBe(true);
    expect(reader.peek()).toMatchObject({ kind: 'name', text: 'x', line: 2 });
  });

  test.each([
    ["N'open", 105],
    ['/* open', 113],
    ['?', 102],
  ])('refuses %s with %i', (text, number) => {
    expect(() => createStatementReader(text, [])).toThrow(expect.objectContaining({ number }));
  });

  test.each([
    ['@other', 137],
    ['WITH', 156],
    ['nothing', 102],
  ])('fails at %s with %i where a value is wanted', (text, number) => {
    expect(() => createStatementReader(text, given).value()).toThrow(
      expect.objectContaining({ number }),
    );
  });
});
