import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Complaint } from '../domain/fault.ts';
import { headSchema } from './head.ts';

type Issue = z.core.$ZodIssue;

/** zod's issues as complaints: where, what, and how to put it right. */
export function headComplaints(file: string, issues: readonly Issue[]): Complaint[] {
  return issues.flatMap((issue) => complaintsOf(file, issue));
}

function complaintsOf(file: string, issue: Issue): Complaint[] {
  const path = place(file, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: place(file, [...issue.path, key]),
        message: 'is no known key',
        hint: issue.path.length === 0 ? suggestion(key) : 'Take it out, or correct its name.',
      }));
    case 'invalid_value':
      return [
        {
          path,
          message: 'is none of the allowed values',
          hint: `Use one of: ${issue.values.join(', ')}.`,
        },
      ];
    case 'invalid_type':
      return issue.input === undefined
        ? [{ path, message: 'is missing', hint: hintFor(issue.path) }]
        : [{ path, message: ownWords(issue), hint: hintFor(issue.path) }];
    case 'invalid_key':
      return [{ path, message: issue.issues[0]?.message ?? 'is no name', hint: '' }];
    case 'invalid_union':
      return [
        { path, message: 'has none of the forms that are understood', hint: hintFor(issue.path) },
      ];
    default:
      return [{ path, message: issue.message, hint: hintFor(issue.path) }];
  }
}

function place(file: string, path: readonly PropertyKey[]): string {
  const keys = path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : `${text}${text === '' ? '' : '.'}${String(key)}`,
    '',
  );
  return keys === '' ? file : `${file}: ${keys}`;
}

function ownWords(issue: Extract<Issue, { code: 'invalid_type' }>): string {
  if (/^(is|must)\b/.test(issue.message)) return issue.message;
  return issue.expected === 'record' || issue.expected === 'object'
    ? 'must be a group of keys'
    : `must be of type ${issue.expected}`;
}

function suggestion(key: string): string {
  return `Did you mean ${closest(key, Object.keys(headSchema.shape))}?`;
}

const hints: readonly (readonly [string, string])[] = [
  ['when', 'Quote it: when: "> 1000".'],
  ['recovers', 'Quote it: recovers: "< 800".'],
  ['values', 'Name each column with its unit: values: {depth: count}.'],
  ['labels', 'Name the columns that tell one row from another: labels: [queue].'],
  ['needs', 'Write the right, or {right, object, since, until}.'],
  ['parameters', 'Write a number, a text, or {from: {check, value}}.'],
  ['remedy', 'Say in a sentence or two what it means and what to do.'],
  ['interval', 'Write a duration such as 30s or 5m.'],
];

function hintFor(path: readonly PropertyKey[]): string {
  const keys = path.map(String);
  return hints.find(([key]) => keys.includes(key))?.[1] ?? 'See the other files of sql/checks.';
}
