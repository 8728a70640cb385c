import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNotAllowed } from '../../src/clients/allow-list.ts';
import { sqlTokens } from '../../src/clients/sql-tokens.ts';
import { fillTemplate } from '../../src/operations/acting/fill-template.ts';
import { quoteText } from '../../src/operations/restore/quote.ts';

/** Names as a database can have them: brackets, quotes, comments, line breaks, any script. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }),
    fc
      .array(fc.constantFrom(']', '[', "'", '"', '--', '/*', '*/', ';', '\n', 'a', '$(x)', '.'), {
        minLength: 1,
        maxLength: 12,
      })
      .map((parts) => parts.join('')),
    fc.constantFrom('x'.repeat(128), '💾'.repeat(64), 'a]; DROP DATABASE [Payroll]; --'),
  )
  // A star at the end is the allow-list's own sign; the configuration refuses it in names.
  .filter((text) => !text.endsWith('*'));
const directories = ['D:\\Backups'];
const templates = [
  "BACKUP DATABASE [$(HartDatabase)] TO DISK = N'D:\\Backups\\a.bak' WITH CHECKSUM",
  'RESTORE DATABASE [$(HartDatabase)] WITH RECOVERY',
  'ALTER DATABASE [$(HartDatabase)] SET SINGLE_USER WITH ROLLBACK IMMEDIATE',
  'DROP DATABASE [$(HartDatabase)]',
  'DBCC CHECKDB ([$(HartDatabase)])',
  'SELECT 1 AS one FROM [$(HartDatabase)].dbo.[T]',
];

describe('S4 whatever a database is called', () => {
  for (const template of templates)
    it(`is that database and no other: ${template}`, () => {
      fc.assert(
        fc.property(name, name, (own, other) => {
          const statement = fillTemplate(template, { HartDatabase: own });
          const sent = (databases: readonly string[]) =>
            whyNotAllowed(statement, {}, { databases, directories });
          expect(sent([own])).toBeNull();
          const isSystem = ['master', 'msdb', 'tempdb', 'model'].includes(own.toLowerCase());
          if (own.toLowerCase() !== other.toLowerCase() && !isSystem)
            expect(sent([other])).not.toBeNull();
          expect(sent([])).not.toBeNull();
        }),
      );
    });

  it('its quoted name is read as one word, which is the name', () => {
    fc.assert(
      fc.property(name, (own) => {
        const tokens = sqlTokens(fillTemplate('USE [$(HartDatabase)]', { HartDatabase: own }));
        expect(tokens).toEqual([
          { kind: 'word', text: 'USE' },
          { kind: 'name', text: own },
        ]);
      }),
    );
  });
});

describe('S4 whatever a file is called', () => {
  it('stays one text, and in its directory', () => {
    fc.assert(
      fc.property(name, (file) => {
        const path = `D:\\Backups\\${file}`;
        const statement = `BACKUP LOG [H] TO DISK = ${quoteText(path)} WITH CHECKSUM`;
        const tokens = sqlTokens(statement) ?? [];
        expect(tokens.filter(({ kind }) => kind === 'text')).toEqual([
          { kind: 'text', text: path },
        ]);
        const why = whyNotAllowed(statement, {}, { databases: ['H'], directories });
        const climbs = file.split(/[\\/]/).includes('..');
        const isFile = file.replace(/[\\/]+$/, '') !== '';
        expect(why === null).toBe(isFile && !climbs);
      }),
    );
  });

  it.each([
    "RESTORE DATABASE [H] WITH STANDBY = N'C:\\Windows\\x.dat'",
    "RESTORE LOG [H] FROM DISK = N'D:\\Backups\\a.trn' WITH STANDBY = N'C:\\Windows\\x.dat'",
  ])('an undo file is a file too: %s', (statement) => {
    expect(whyNotAllowed(statement, {}, { databases: ['H'], directories })).toContain('outside');
  });
});
