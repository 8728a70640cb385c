import type { Complaint } from '../../domain/fault.ts';
import type { Lsn } from './backup-set.ts';
import { parseServerTime } from './server-time.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads the fields of one set and complains of each that is wrong. Null stands for missing. */
export interface FieldReader {
  complain(name: string, message: string, hint: string): void;
  text(name: string): string | null;
  flag(name: string): boolean | null;
  count(name: string): number | null;
  lsn(name: string): Lsn | null;
  counts(name: string): readonly number[] | null;
  texts(name: string): readonly string[] | null;
  neededText(name: string): string;
  neededLsn(name: string): Lsn;
  neededTime(name: string): { readonly text: string; readonly local: number };
}

/** More complaints than this help nobody; a history may have 100,000 sets. */
const enough = 50;

export function createFieldReader(
  fields: Fields,
  path: string,
  complaints: Complaint[],
): FieldReader {
  function complain(name: string, message: string, hint: string): void {
    if (complaints.length < enough) complaints.push({ path: `${path}.${name}`, message, hint });
  }
  function optional<T>(
    name: string,
    is: (value: unknown) => value is T,
    kind: string,
    hint: string,
  ): T | null {
    const value = fields[name];
    if (value === undefined || value === null) return null;
    if (is(value)) return value;
    complain(name, `is ${shown(value)}, not ${kind}`, hint);
    return null;
  }
  function lsn(name: string): Lsn | null {
    const value = fields[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && /^\d{1,25}$/.test(value)) return BigInt(value);
    const hint =
      typeof value === 'number'
        ? 'Write it in quotes: as a JSON number it has lost digits already.'
        : 'Write up to 25 decimal digits in quotes: CONVERT(varchar(26), first_lsn).';
    complain(name, `is ${shown(value)}, not an LSN`, hint);
    return null;
  }
  function text(name: string): string | null {
    return optional(name, isText, 'a text', 'Write it in quotes, or null.');
  }
  function missing(name: string, hint: string): void {
    const value = fields[name];
    if (value === undefined || value === null) complain(name, 'is missing', hint);
  }
  return {
    complain,
    text,
    lsn,
    flag: (name) => optional(name, isFlag, 'true or false', 'Write true, false or null.'),
    count: (name) => optional(name, isCount, 'a whole number', 'Write a whole number or null.'),
    counts: (name) => optional(name, isCounts, 'a list of numbers', 'Write [1,2] or null.'),
    texts: (name) => optional(name, isTexts, 'a list of texts', 'Write ["…"] or null.'),
    neededText(name) {
      missing(name, 'Every set needs it.');
      return text(name) ?? '';
    },
    neededLsn(name) {
      missing(name, 'Every set needs it, as a decimal text.');
      return lsn(name) ?? 0n;
    },
    neededTime(name) {
      missing(name, 'Every set needs it, server-local: 2026-11-23T14:05:00.');
      const value = text(name);
      const time = value === null ? undefined : parseServerTime(value);
      if (value === null) return { text: '', local: 0 };
      if (time === undefined)
        complain(
          name,
          `is ${shown(value)}, not a time`,
          'Write 2026-11-23T14:05:00, server-local.',
        );
      else if (time.offset !== null)
        complain(
          name,
          `is ${shown(value)}, with a zone`,
          'Write the server-local time without one.',
        );
      return { text: value, local: time?.local ?? 0 };
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
