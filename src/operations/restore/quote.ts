/** A name as SQL Server reads it whatever is in it: `[Hart]]onomous]`. */
export function quoteName(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** A text as SQL Server reads it whatever is in it: `N'D:\Ola''s backups\x.bak'`. */
export function quoteText(text: string): string {
  return text.includes("'") ? `N'${text.replaceAll("'", "''")}'` : `N'${text}'`;
}
