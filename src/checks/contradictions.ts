import type { Check, Target } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';
import type { Head } from './head.ts';
import { headlineComplaints } from './headline-complaints.ts';
import { requestComplaints } from './request-complaints.ts';
import { ruleComplaints } from './rule-complaints.ts';
import { splitVariants } from './split-file.ts';
import { reservedColumns, statementComplaints, usedParameters } from './statement-complaints.ts';

/** What a check file says that cannot all be true, all of it at once. `target` is what its ending says. */
export function contradictions(
  file: string,
  target: Target,
  check: Check,
  variants: Head['variants'],
  body: string,
): Complaint[] {
  return [
    ...targetComplaints(file, target, check),
    ...columnComplaints(file, check),
    ...(target === 'api'
      ? requestComplaints(file, check)
      : [
          ...sectionComplaints(file, variants, body),
          ...bodyComplaints(file, target, check, variants !== undefined),
        ]),
    ...ruleComplaints(file, check.rules, check.labels, check.values),
    ...headlineComplaints(`${file}: headline`, check.headline, check.labels, check.values),
  ];
}

function targetComplaints(file: string, target: Target, check: Check): Complaint[] {
  if (check.target === target) return [];
  return [
    {
      path: `${file}: target`,
      message: `is ${check.target}, but the file's ending says ${target}`,
      hint: 'One of the two is wrong.',
    },
  ];
}

function columnComplaints(file: string, { labels, values }: Check): Complaint[] {
  const columns = [...labels, ...Object.keys(values)];
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
  const reserved = columns.filter((column) => reservedColumns.includes(column));
  return [
    ...twice.map((column) => ({
      path: `${file}: labels`,
      message: `${column} stands twice among labels and values`,
      hint: 'A column names a row or measures it, not both.',
    })),
    ...reserved.map((column) => ({
      path: `${file}: values`,
      message: `${column} is reserved for the proof`,
      hint: 'Give the column another name.',
    })),
  ];
}

/** Sections without an entry in the head. (An entry without a section is a variant without a statement.) */
function sectionComplaints(file: string, variants: Head['variants'], body: string): Complaint[] {
  const names: readonly (string | null)[] = variants?.map(({ name }) => name) ?? [null];
  return splitVariants(body)
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => ({
      path: file,
      message:
        name === null
          ? 'has a statement before its first variant'
          : `has a section ${name} that is no variant of the head`,
      hint: 'Each `-- variant: name` needs its entry in variants, and the reverse.',
    }));
}

function bodyComplaints(
  file: string,
  target: Target,
  check: Check,
  hasVariants: boolean,
): Complaint[] {
  const declared = Object.keys(check.parameters);
  const used = check.variants.flatMap(({ statement }) => usedParameters(target, statement));
  return [
    ...check.variants.flatMap(({ name, statement }) =>
      statementComplaints(
        hasVariants ? `${file}: variant ${name}` : file,
        target,
        statement,
        declared,
      ),
    ),
    ...declared
      .filter((name) => !used.includes(name))
      .map((name) => ({
        path: `${file}: parameters.${name}`,
        message: 'is used by no statement',
        hint: 'Take it out.',
      })),
  ];
}
