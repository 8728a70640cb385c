import type { Json, JsonObject } from '../../domain/json.ts';
import { isObject, objectIn, textsIn } from '../../domain/json-fields.ts';
import type { FactReader } from '../acting/operation.ts';
import { text } from '../acting/row-fields.ts';
import { quoteText } from '../restore/quote.ts';
import type { Trust, UntrustedAssembly } from './facts.ts';
import { about, statementFrom, type Template } from './statements.ts';

/** What of all this a database lacks on this server, as it is carried in a run's memory. */
export interface Lacks {
  readonly users: readonly string[] | null;
  readonly untrusted: readonly UntrustedAssembly[] | null;
  readonly masterKey: boolean | null;
}

/** Asks by the reader; `unknown` has a line for each thing that nobody could say. */
export async function gatherTrust(
  facts: FactReader,
  database: string,
): Promise<{ readonly trust: Trust; readonly unknown: readonly string[] }> {
  const [assemblies, encryption] = await Promise.all([
    facts.ask('untrusted-assemblies', {}, { HartDatabase: database }),
    facts.ask('encryption', { database: { type: 'text', value: database } }),
  ]);
  const [row] = encryption.ok ? encryption.value : [];
  return {
    trust: {
      untrusted: assemblies.ok
        ? assemblies.value.map((each) => ({
            name: text(each, 'name') ?? '',
            hash: text(each, 'hash') ?? '',
          }))
        : null,
      opensMasterKey: row === undefined ? null : Number(row['opens_master_key']) === 1,
      encryptor: (row === undefined ? null : text(row, 'thumbprint'))?.toLowerCase() ?? null,
    },
    unknown: [
      ...(assemblies.ok
        ? []
        : [`Not known: which of its assemblies the server trusts (${assemblies.trouble.detail}).`]),
      ...(encryption.ok
        ? []
        : [`Not known: whether the database is encrypted (${encryption.trouble.detail}).`]),
    ],
  };
}

export function lacksOf(users: Lacks['users'], trust: Trust | null): Lacks {
  const opens = trust?.opensMasterKey ?? null;
  return {
    users,
    untrusted: trust?.untrusted ?? null,
    masterKey: opens === null ? null : !opens,
  };
}

/** What it lacks now and did not lack before; what was not known before counts as there. */
export function newlyLacking(before: Lacks, now: Lacks): Lacks {
  const known = new Set(before.untrusted?.map(({ hash }) => hash));
  const users = new Set(before.users);
  return {
    users: now.users?.filter((name) => !users.has(name)) ?? null,
    untrusted: now.untrusted?.filter(({ hash }) => !known.has(hash)) ?? null,
    masterKey: now.masterKey === null ? null : now.masterKey && before.masterKey !== true,
  };
}

/** What the DBA runs against it. */
export function lackStatements(
  template: Template,
  database: string,
  { users, untrusted, masterKey }: Lacks,
): readonly string[] {
  return [
    ...(users ?? []).map((name) =>
      statementFrom(template('user-login-dba'), { HartDatabase: database, HartUser: name }),
    ),
    ...(untrusted ?? []).map(({ name, hash }) =>
      statementFrom(
        template('trust-assembly-dba'),
        {},
        { HartHash: hash, HartAssembly: quoteText(name) },
      ),
    ),
    ...(masterKey === true ? [about(template, 'open-master-key-dba', database)] : []),
  ];
}

export function lacksToJson({ users, untrusted, masterKey }: Lacks): JsonObject {
  return {
    users: users === null ? null : [...users],
    untrusted: untrusted?.map(({ name, hash }) => ({ name, hash })) ?? null,
    masterKey,
  };
}

export function lacksIn(memory: JsonObject): Lacks {
  const found = objectIn(memory, 'lacked');
  const { untrusted, masterKey } = found;
  return {
    users: Array.isArray(found['users']) ? textsIn(found, 'users') : null,
    untrusted: Array.isArray(untrusted) ? untrusted.flatMap(readUntrusted) : null,
    masterKey: typeof masterKey === 'boolean' ? masterKey : null,
  };
}

function readUntrusted(value: Json): readonly UntrustedAssembly[] {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['hash'] === 'string'
    ? [{ name: value['name'], hash: value['hash'] }]
    : [];
}
