import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Complaint } from '../domain/fault.ts';
import { rawConfigSchema } from './schema.ts';

type Issue = z.ZodError['issues'][number];

/** zod's issues as complaints: where, what, and how to put it right. Never the value itself: it may be a secret. */
export function complaintsOf(error: z.ZodError): Complaint[] {
  return error.issues.flatMap(complaintsOfIssue);
}

function complaintsOfIssue(issue: Issue): Complaint[] {
  const path = issue.path.map(String).join('.') || 'hart.yml';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: issue.path.length === 0 ? key : `${path}.${key}`,
        message: 'is no known key',
        hint: unknownKeyHint(issue.path, key),
      }));
    case 'invalid_type':
      return issue.message.endsWith('undefined')
        ? [{ path, message: 'is missing', hint: hintFor(path) }]
        : [{ path, message: `must be ${article(issue.expected)}`, hint: hintFor(path) }];
    case 'invalid_key':
    case 'invalid_element':
      return [{ path, message: issue.issues[0]?.message ?? 'is not valid', hint: hintFor(path) }];
    case 'invalid_value':
      return [
        {
          path,
          message: 'is none of the allowed values',
          hint: `Use one of ${issue.values.join(', ')}.`,
        },
      ];
    case 'invalid_union':
      return [{ path, message: 'is none of what it can be', hint: hintFor(path) }];
    default:
      return [{ path, message: sentence(issue.message), hint: hintFor(path) }];
  }
}

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /(interval|for|wait|rpo|rto|keepFiringFor|unknownFor|incidentsKept|critical|warning|groupWait)$/i,
    'Write a duration such as 90s, 5m, 4h or 1d.',
  ],
  [/rollbackLimit$/, 'Write a size such as 500MB, 1GB or 1.5TB.'],
  [/backups\.masking$/, 'Name one procedure of that database: dbo.MaskPeople.'],
  [
    /channels\.(ops|audit)$/,
    "Take the channel's id (C0123ABCD) from its details in Slack, not its name.",
  ],
  [
    /teamId$/,
    'Run `/hart whoami` or look into the address of your workspace in the browser: T0123ABCD.',
  ],
  [/timeZone$/, 'Use a name of the IANA database, such as Europe/Berlin or UTC.'],
  [
    /(mute|active)Times\.\d+\.matchers/,
    'Name labels that must agree: { alert: disk-slow } or { severity: warning }.',
  ],
  [/(mute|active)Times\.\d+\.(from|to)$/, "Write '22:00', in quotes; the end may be '24:00'."],
  [/daily$/, 'Use the 24 hour clock, such as "08:00", in quotes.'],
  [/slack\.\d+$/, "Take the member id (U0123ABCD) from the person's profile in Slack."],
  [/onCall\.rota\.handover$/, 'Write it like Mon 09:00.'],
  [/groups\.\d+$|onCall\.group$/, 'Take the id (S0123ABCD) of the user group, not its name.'],
  [/\.uri$/, 'Write bolt://host:7687, or neo4j://host:7687 for a cluster.'],
  [/url$/i, 'Write the whole address, with http:// or https://.'],
  [/^store$/, 'Write sqlite:./data/hart.db.'],
  [/neo4j\.admin\.kind$/, 'Write local, or container.'],
  [/port$/, 'A port is a number from 1 to 65535.'],
  [
    /^environments/,
    'See hart.example.yml: environments.<name> in small letters, with sqlServer, neo4j and channels.',
  ],
];

function hintFor(path: string): string {
  return hints.find(([pattern]) => pattern.test(path))?.[1] ?? 'See hart.example.yml.';
}

function unknownKeyHint(path: readonly PropertyKey[], key: string): string {
  if (/password|token|secret/i.test(key))
    return 'Secrets come only from the environment: see the list at the end of hart.example.yml.';
  const known = knownKeys(path);
  if (known.length === 0) return 'See hart.example.yml.';
  const near = closest(key, known);
  return distance(key, near) <= Math.max(2, key.length / 3)
    ? `Did you mean ${near}?`
    : `Known here: ${known.join(', ')}.`;
}

/** The keys that the schema allows at a path. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = z.toJSONSchema(rawConfigSchema, { io: 'input', unrepresentable: 'any' });
  for (const step of path) node = below(node, step);
  if (!isSchema(node)) return [];
  const kinds = (node.oneOf ?? node.anyOf ?? []).filter(isSchema);
  const named = [node, ...kinds].flatMap(({ properties = {} }) => Object.keys(properties));
  return node.propertyNames?.enum ?? [...new Set(named)];
}

/** The part of a JSON schema that tells which keys there are. */
interface KeySchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly oneOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly propertyNames?: { readonly enum?: readonly string[] };
}

function isSchema(node: unknown): node is KeySchema {
  return typeof node === 'object' && node !== null;
}

function below(node: unknown, step: PropertyKey): unknown {
  if (!isSchema(node)) return undefined;
  if (typeof step === 'number') return node.items;
  return node.properties?.[String(step)] ?? node.additionalProperties;
}

function article(expected: string): string {
  if (expected === 'object' || expected === 'record') return 'a group of keys';
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function sentence(message: string): string {
  return /^(is|names|must)\b/.test(message) ? message : `is not valid: ${message}`;
}
