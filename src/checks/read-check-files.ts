import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';
import { checkFileEndings, readCheck } from './read-check.ts';

/** The checks that could be read, by name, and all that is wrong with the others. */
export interface CheckFiles {
  readonly checks: readonly Check[];
  readonly complaints: readonly Complaint[];
}

/** Reads every check file of these directories. Two files of one name are a fault: neither may win silently. */
export function readCheckFiles(directories: readonly string[]): CheckFiles {
  const complaints: Complaint[] = [];
  const checks = new Map<string, Check>();
  for (const directory of directories)
    for (const file of filesOf(directory, complaints)) {
      const read = readCheck(file, readFileSync(join(directory, file), 'utf8'));
      if (!read.ok) complaints.push(...read.complaints);
      else if (checks.has(read.check.name))
        complaints.push({
          path: join(directory, file),
          message: `is a second check named ${read.check.name}`,
          hint: 'Give it another name; to change thresholds, use hart.yml.',
        });
      else checks.set(read.check.name, read.check);
    }
  const sorted = [...checks.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  return { checks: sorted, complaints: [...complaints, ...sourceComplaints(checks)] };
}

function filesOf(directory: string, complaints: Complaint[]): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => checkFileEndings.some((ending) => file.endsWith(ending)))
      .toSorted();
  } catch {
    complaints.push({
      path: directory,
      message: 'is no directory that can be read',
      hint: 'See checksDirectory in hart.yml.',
    });
    return [];
  }
}

/** A parameter taken from another check needs that check, with that value. */
function sourceComplaints(checks: ReadonlyMap<string, Check>): Complaint[] {
  return [...checks.values()].flatMap(({ name, parameters }) =>
    Object.entries(parameters).flatMap(([key, source]) => {
      if (!('from' in source)) return [];
      const { check, value } = source.from;
      if (checks.get(check)?.values[value] !== undefined) return [];
      return [
        {
          path: `${name}: parameters.${key}`,
          message: `comes from ${check}.${value}, which is no value of a check`,
          hint: 'Name a check of these directories and one of its values.',
        },
      ];
    }),
  );
}
