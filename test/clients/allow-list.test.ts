import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AllowList, liesUnder, whyNotAllowed } from '../../src/clients/allow-list.ts';

const allowed: AllowList = {
  databases: ['Hartonomous', 'Hartonomous_R*'],
  directories: ['D:\\Backups', '/var/opt/mssql/backups'],
};
const why = (statement: string, file?: string) =>
  whyNotAllowed(
    statement,
    file === undefined ? {} : { file: { type: 'text', value: file } },
    allowed,
  );

describe('what the operator may send', () => {
  it.each([
    "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\a.bak' WITH CHECKSUM",
    "BACKUP LOG [hartonomous] TO DISK = N'D:\\Backups\\a.trn', DISK = N'd:\\backups\\b.trn' WITH CHECKSUM",
    "BACKUP DATABASE [master] TO DISK = N'/var/opt/mssql/backups/x/m.bak'",
    'BACKUP LOG [Hartonomous] TO DISK = @file WITH NORECOVERY',
    "RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\a.bak'",
    "RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\a.bak' WITH FILE = 2, CHECKSUM",
    "RESTORE DATABASE [Hartonomous_R204] FROM DISK = N'D:\\Backups\\a.bak' WITH MOVE N'data' TO N'D:\\Backups\\x.mdf', NORECOVERY",
    'RESTORE DATABASE [Hartonomous] WITH RECOVERY',
    'ALTER DATABASE [Hartonomous] SET SINGLE_USER WITH ROLLBACK IMMEDIATE',
    'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [sa]',
    'ALTER QUEUE [Hartonomous].[dbo].[ActQueue] WITH STATUS = ON',
    'DROP DATABASE [Hartonomous_R204]',
    'DBCC CHECKDB ([Hartonomous]) WITH NO_INFOMSGS',
    'EXEC [Hartonomous].dbo.sp_ResyncBatch @from = 1',
    "EXEC sys.sp_getapplock @Resource = @r, @LockMode = N'Exclusive'; SELECT APPLOCK_MODE(N'public', @r, N'Session') AS mode",
    'KILL 57',
    'USE [Hartonomous]; SELECT 1 AS one',
    'SELECT s.name FROM msdb.dbo.backupset AS s',
  ])('S4 sends %s', (statement) => {
    expect(why(statement, 'D:\\Backups\\tail.trn')).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ["BACKUP DATABASE [Payroll] TO DISK = N'D:\\Backups\\a.bak'", 'Payroll'],
    ["BACKUP DATABASE Hartonomous TO DISK = N'D:\\Backups\\a.bak'", 'without brackets'],
    ["BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Other\\a.bak'", 'outside'],
    ["BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\..\\Other\\a.bak'", 'outside'],
    ["BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\BackupsOfOthers\\a.bak'", 'outside'],
    ["BACKUP DATABASE [Hartonomous] TO DISK = 'NUL'", 'outside'],
    ['BACKUP DATABASE [Hartonomous] TO [TheirDevice]', 'device'],
    [
      "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\a.bak' MIRROR TO DISK = N'X:\\a.bak'",
      'device',
    ],
    ["BACKUP CERTIFICATE [x] TO FILE = 'D:\\Backups\\c'", 'BACKUP CERTIFICATE'],
    ['RESTORE DATABASE [master] WITH RECOVERY', 'master'],
    ['RESTORE DATABASE [Hartonomous] FROM [dev]', 'device'],
    [
      "RESTORE DATABASE [Hartonomous_R1] FROM DISK = N'D:\\Backups\\a.bak' WITH MOVE N'd' TO N'C:\\Windows\\x.mdf'",
      'outside',
    ],
    ['DROP DATABASE [Payroll]', 'Payroll'],
    ['DROP DATABASE IF EXISTS [Hartonomous]', 'IF'],
    ['DROP LOGIN [sa]', 'DROP LOGIN'],
    ['ALTER LOGIN [sa] DISABLE', 'ALTER LOGIN'],
    ['ALTER SERVER ROLE [sysadmin] ADD MEMBER [hart_operator]', 'ALTER SERVER'],
    ['ALTER DATABASE [Hartonomous_R2] MODIFY NAME = [Payroll]', 'Payroll'],
    ['ALTER AUTHORIZATION ON DATABASE::[Payroll] TO [sa]', 'Payroll'],
    ['USE [Payroll]; SELECT 1 AS one', 'Payroll'],
    ['SELECT 1 AS one; DROP LOGIN [x]', 'DROP LOGIN'],
    ['SELECT 1 AS one DROP DATABASE [Payroll]', 'Payroll'],
    ['SELECT * FROM [Payroll].dbo.Salaries', 'Payroll'],
    ['SELECT * FROM Payroll..Salaries', 'PAYROLL'],
    ['UPDATE [Payroll].[dbo].[Salaries] SET a = 1', 'Payroll'],
    ['DBCC CHECKDB ([Payroll])', 'Payroll'],
    ["DBCC CHECKDB (N'Hartonomous')", 'names'],
    ["EXEC xp_cmdshell 'dir'", 'XP_CMDSHELL'],
    ["EXEC [Hartonomous].sys.[sp_executesql] N'DROP DATABASE x'", 'SP_EXECUTESQL'],
    ["EXEC [Hartonomous]..sp_addrolemember 'a', 'b'", 'procedure'],
    ["EXEC ('DROP DATABASE x')", 'text that it makes'],
    ['EXEC @procedure', 'text that it makes'],
    ["SELECT * FROM OPENROWSET(BULK N'x', SINGLE_BLOB) AS x", 'OPENROWSET'],
    ['GRANT CONTROL SERVER TO [x]', 'begins'],
    ['SHUTDOWN WITH NOWAIT', 'begins'],
    ["SELECT 'open", 'does not end'],
    ['SELECT 1 /* open /* twice */', 'does not end'],
  ])('S4 does not send %s', (statement, reason) => {
    expect(why(statement)).toContain(reason);
  });

  it('S4 reads the value of a parameter that names a file', () => {
    const statement = 'BACKUP LOG [Hartonomous] TO DISK = @file';

    expect(why(statement, 'D:\\Backups\\x.trn')).toBeNull();
    expect(why(statement, 'E:\\x.trn')).toContain('outside');
    expect(why(statement)).toContain('outside');
  });

  it('S4 is not deceived by what stands in texts, names and comments', () => {
    expect(why("SELECT N'DROP DATABASE [Payroll]' AS words")).toBeNull();
    expect(why('SELECT 1 AS one -- DROP DATABASE [Payroll]')).toBeNull();
    expect(why('SELECT 1 AS one /* ; */ DROP /* */ DATABASE /* */ [Payroll]')).toContain('Payroll');
    expect(why('SELECT 1 AS [a]]; DROP DATABASE x; --]')).toBeNull();
  });

  it('S4 lets nobody out of a directory, whatever the path', () => {
    const part = fc.constantFrom('..', 'a', 'B c', '.', '', 'backups', 'D:', '…');
    fc.assert(
      fc.property(fc.array(part), fc.constantFrom('\\', '/'), (path, separator) => {
        const written = ['D:', 'Backups', ...path].join(separator);
        const isIn = liesUnder(written, 'D:\\Backups');
        expect(isIn && path.includes('..')).toBe(false);
        expect(liesUnder(['E:', ...path].join(separator), 'D:\\Backups')).toBe(false);
      }),
    );
  });
});
