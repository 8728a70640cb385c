/** Rights that include others, by SQL Server's own table. Rights on the server reach into every database. */
const includes: Readonly<Record<string, readonly string[]>> = {
  'VIEW SERVER STATE': [
    'VIEW SERVER PERFORMANCE STATE',
    'VIEW SERVER SECURITY STATE',
    'VIEW DATABASE STATE',
  ],
  'VIEW SERVER PERFORMANCE STATE': ['VIEW DATABASE PERFORMANCE STATE'],
  'VIEW SERVER SECURITY STATE': ['VIEW DATABASE SECURITY STATE'],
  'VIEW DATABASE STATE': ['VIEW DATABASE PERFORMANCE STATE', 'VIEW DATABASE SECURITY STATE'],
  'VIEW ANY DEFINITION': [
    'VIEW DEFINITION',
    'VIEW ANY SECURITY DEFINITION',
    'VIEW ANY PERFORMANCE DEFINITION',
  ],
  'CONNECT ANY DATABASE': ['CONNECT'],
};

/** Rights that everyone has through public. */
const everyone = ['VIEW ANY DATABASE', 'CONNECT SQL'];

/** Rights of the server or a database that SQL Server knows, and since which major version. */
const known: Readonly<Record<string, 15 | 16>> = {
  'VIEW SERVER STATE': 15,
  'VIEW SERVER PERFORMANCE STATE': 16,
  'VIEW SERVER SECURITY STATE': 16,
  'VIEW DATABASE STATE': 15,
  'VIEW DATABASE PERFORMANCE STATE': 16,
  'VIEW DATABASE SECURITY STATE': 16,
  'VIEW ANY DEFINITION': 15,
  'VIEW ANY SECURITY DEFINITION': 16,
  'VIEW ANY PERFORMANCE DEFINITION': 16,
  'VIEW DEFINITION': 15,
  'VIEW ANY DATABASE': 15,
  'VIEW ANY ERROR LOG': 16,
  'CONNECT ANY DATABASE': 15,
  'CONNECT SQL': 15,
  CONNECT: 15,
  'CONTROL SERVER': 15,
  CONTROL: 15,
  'ALTER SETTINGS': 15,
  'ALTER ANY DATABASE': 15,
  'CREATE ANY DATABASE': 15,
  'CREATE DATABASE': 15,
  'ALTER TRACE': 15,
  'ALTER ANY CONNECTION': 15,
  ALTER: 15,
  'BACKUP DATABASE': 15,
  'BACKUP LOG': 15,
  CHECKPOINT: 15,
  SELECT: 15,
  INSERT: 15,
  UPDATE: 15,
  DELETE: 15,
  EXECUTE: 15,
  RECEIVE: 15,
  SEND: 15,
  REFERENCES: 15,
};

export function isPermission(name: string, version: 15 | 16): boolean {
  const since = known[name];
  return since !== undefined && since <= version;
}

function closure(rights: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (right: string) => {
    if (found.has(right)) return;
    found.add(right);
    for (const included of includes[right] ?? []) add(included);
  };
  for (const right of rights) add(right);
  return found;
}

/**
 * What rights come to: what was given and what that includes, less what was taken away. Who loses a right loses the
 * ones that it includes, and the wider ones that would give it back.
 */
export function effectiveRights(
  given: readonly string[],
  taken: readonly string[],
): ReadonlySet<string> {
  const lost = closure(taken);
  for (const wide of Object.keys(includes)) {
    if (taken.some((right) => closure([wide]).has(right))) lost.add(wide);
  }
  return new Set([...closure([...given, ...everyone])].filter((right) => !lost.has(right)));
}
