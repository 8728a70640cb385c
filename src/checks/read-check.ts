import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Check, Target } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';
import { buildCheck } from './build-check.ts';
import { contradictions } from './contradictions.ts';
import { freeze } from './freeze.ts';
import { type Head, headSchema } from './head.ts';
import { headComplaints } from './head-complaints.ts';
import { splitFile } from './split-file.ts';

/** A check, or everything that is wrong with its file. */
export type ReadCheck =
  | { readonly ok: true; readonly check: Check }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

const endings: readonly (readonly [string, Target])[] = [
  ['.http.yml', 'api'],
  ['.cypher', 'neo4j'],
  ['.sql', 'sql-server'],
];

/** The endings that make a file a check. */
export const checkFileEndings: readonly string[] = endings.map(([ending]) => ending);

/** Reads the text of one check file, `file` being its name. The check is frozen. */
export function readCheck(file: string, text: string): ReadCheck {
  const [ending, target] = endings.find(([end]) => file.endsWith(end)) ?? ['', undefined];
  if (target === undefined)
    return refuse({
      path: file,
      message: 'has no known ending',
      hint: `Use ${checkFileEndings.join(', ')}.`,
    });

  const parts = target === 'api' ? { head: text, body: '' } : splitFile(text);
  if (typeof parts === 'string')
    return refuse({
      path: file,
      message: parts,
      hint: 'The head is YAML between `/*` and `*/`, each alone on its line.',
    });

  const document = parseDocument(parts.head);
  if (document.errors.length > 0)
    return refuse(
      ...document.errors.map((error) => ({
        path: file,
        message: `has a head that is no YAML: ${error.message.split('\n')[0]}`,
        hint: 'Quote texts that contain a colon, > or {.',
      })),
    );

  const { head, complaints: unread } = readHead(file, document.toJS() ?? {});
  if (head === undefined) return refuse(...unread);

  const check = buildCheck(file.slice(0, -ending.length), head, parts.body);
  const complaints = [...unread, ...contradictions(file, target, check, head.variants, parts.body)];
  return complaints.length > 0 ? refuse(...complaints) : { ok: true, check: freeze(check) };
}

/** The head; when only unknown keys are wrong with it, both the head without them and the complaints. */
function readHead(file: string, raw: unknown): { head?: Head; complaints: Complaint[] } {
  const strict = headSchema.safeParse(raw, { reportInput: true });
  if (strict.success) return { head: strict.data, complaints: [] };
  const { issues } = strict.error;
  const complaints = headComplaints(file, issues);
  if (issues.some(({ code }) => code !== 'unrecognized_keys')) return { complaints };
  const loose = headSchema.safeParse(withoutKeys(raw, issues));
  return loose.success ? { head: loose.data, complaints } : { complaints };
}

function withoutKeys(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(raw);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const place = issue.path.reduce<unknown>(
      (part, key) => (isObject(part) ? part[key] : undefined),
      copy,
    );
    if (isObject(place)) for (const key of issue.keys) Reflect.deleteProperty(place, key);
  }
  return copy;
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

function refuse(...complaints: Complaint[]): ReadCheck {
  return { ok: false, complaints };
}
