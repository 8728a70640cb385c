import type { Target } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';

/** Columns of every SQL statement that prove it could have seen something. */
const proofColumns = ['server_name', 'server_utc', 'may_see', 'witness'] as const;

/** All reserved columns: no label or value may have one of these names. */
export const reservedColumns: readonly string[] = [...proofColumns, 'started_utc'];

// The reader login is the real guard; this list tells an author before a server does.
const notInSql =
  /\b(insert|update|delete|merge|into|exec|execute|declare|while|drop|alter|create|truncate|grant|revoke|deny|backup|restore|kill|waitfor|receive|shutdown|reconfigure|openrowset|opendatasource|openquery|go)\b/i;
const notInCypher =
  /\b(create|merge|set|delete|detach|remove|drop|foreach|load\s+csv|alter|grant|deny|revoke|start\s+database|stop\s+database|terminate)\b/i;

/** What is wrong with one statement, as far as its text tells. */
export function statementComplaints(
  path: string,
  target: Target,
  statement: string,
  declared: readonly string[],
): Complaint[] {
  const code = bare(statement, target);
  if (code.trim() === '')
    return [{ path, message: 'has no statement', hint: 'Write one SELECT below the head.' }];
  return [
    ...shapeComplaints(path, target, code),
    ...parameterComplaints(path, target, code, declared),
    ...(target === 'sql-server' ? missingProof(path, code) : []),
  ];
}

function shapeComplaints(path: string, target: Target, code: string): Complaint[] {
  const starts =
    target === 'neo4j'
      ? /^\s*(match|optional|call|show|with|unwind|return)\b/i
      : /^\s*(select|with)\b/i;
  const forbidden = (target === 'neo4j' ? notInCypher : notInSql).exec(code)?.[0];
  return [
    ...(starts.test(code)
      ? []
      : [
          {
            path,
            message: 'is not one reading statement',
            hint: 'Begin with SELECT, WITH, MATCH, SHOW or CALL.',
          },
        ]),
    ...(code.trim().replace(/;$/, '').includes(';')
      ? [
          {
            path,
            message: 'has more than one statement',
            hint: 'One statement a check or variant.',
          },
        ]
      : []),
    ...(forbidden === undefined
      ? []
      : [
          {
            path,
            message: `contains ${forbidden.toUpperCase()}, which a check may not`,
            hint: 'Checks only read. Quote it if it is a name: [delete] in SQL, `delete` in Cypher.',
          },
        ]),
  ];
}

function parameterComplaints(
  path: string,
  target: Target,
  code: string,
  declared: readonly string[],
): Complaint[] {
  return usedParameters(target, code)
    .filter((name) => !declared.includes(name))
    .map((name) => ({
      path,
      message: `uses the parameter ${name}, which the head does not declare`,
      hint: `Add it: parameters: {${name}: 60}.`,
    }));
}

/** The named places of a statement: `@windowMinutes`, in Cypher `$windowMinutes`; not `@@ROWCOUNT`. */
export function usedParameters(target: Target, statement: string): string[] {
  const pattern = target === 'neo4j' ? /\$(\w+)/g : /(?<![@\w])@(\w+)/g;
  return [...new Set([...bare(statement, target).matchAll(pattern)].map(([, name]) => name ?? ''))];
}

function missingProof(path: string, code: string): Complaint[] {
  return proofColumns
    .filter((column) => !new RegExp(`\\b${column}\\b`, 'i').test(code))
    .map((column) => ({
      path,
      message: `does not return ${column}`,
      hint: 'Without it an empty answer cannot be told from a hidden one: see the other files of sql/checks.',
    }));
}

/** The statement without comments, quoted texts and quoted names. */
function bare(statement: string, target: Target): string {
  const quoted =
    target === 'neo4j'
      ? /\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`/gm
      : /\/\*[\s\S]*?\*\/|--.*$|'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]/gm;
  return statement.replace(quoted, (part) => (/^['"`[]/.test(part) ? ' q ' : ' '));
}
