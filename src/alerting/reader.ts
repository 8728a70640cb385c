import type { Complaint } from '../domain/fault.ts';
import { type Duration, type Instant, parseDuration } from '../domain/time.ts';
import { parseInstant } from './instant.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Reads parts of a JSON document and collects what is wrong in them, each with its path. */
export interface Reader {
  complain(path: string, message: string, hint: string): void;
  /** An object; `known` are its keys, for those that are nearly right. */
  object(value: unknown, path: string, known: readonly string[]): Fields;
  list(value: unknown, path: string): readonly unknown[];
  text(value: unknown, path: string): string;
  texts(value: unknown, path: string): string[];
  textMap(value: unknown, path: string): Record<string, string>;
  choice<T extends string>(value: unknown, path: string, choices: readonly T[], fallback: T): T;
  duration(value: unknown, path: string, fallback: Duration): Duration;
  instant(value: unknown, path: string): Instant;
  readonly complaints: readonly Complaint[];
}

/** More complaints than this help nobody; a file may have a million lines. */
const enough = 50;

export function createReader(): Reader {
  const complaints: Complaint[] = [];
  function complain(path: string, message: string, hint: string): void {
    if (complaints.length < enough) complaints.push({ path, message, hint });
  }
  function text(value: unknown, path: string): string {
    if (typeof value === 'string' && value !== '') return value;
    complain(path, `is ${kindOf(value)}, not a text`, 'Write it in quotes; it may not be empty.');
    return '';
  }
  function list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    complain(path, `is ${kindOf(value)}, not a list`, 'Write [ … ].');
    return [];
  }
  return {
    complaints,
    complain,
    text,
    list,
    texts: (value, path) => list(value, path).map((item, index) => text(item, `${path}[${index}]`)),
    object(value, path, known) {
      if (!isFields(value)) {
        complain(path, `is ${kindOf(value)}, not an object`, 'Write { … }.');
        return {};
      }
      for (const key of Object.keys(value)) {
        const meant = known.find((name) => name !== key && bare(name) === bare(key));
        if (meant !== undefined && !known.includes(key))
          complain(
            `${path === '' ? '' : `${path}.`}${key}`,
            'is no key here',
            `Did you mean ${meant}?`,
          );
      }
      return value;
    },
    textMap(value, path) {
      if (!isFields(value)) {
        complain(path, `is ${kindOf(value)}, not an object`, 'Write {"label":"value"}.');
        return {};
      }
      const map: Record<string, string> = {};
      for (const [key, item] of Object.entries(value)) {
        if (typeof item === 'string') map[key] = item;
        else complain(`${path}.${key}`, `is ${kindOf(item)}, not a text`, 'Labels are texts.');
      }
      return map;
    },
    choice(value, path, choices, fallback) {
      if (value === undefined) return fallback;
      const chosen = choices.find((choice) => choice === value);
      if (chosen !== undefined) return chosen;
      complain(path, `is ${shown(value)}`, `Use one of: ${choices.join(', ')}.`);
      return fallback;
    },
    duration(value, path, fallback) {
      if (value === undefined || value === null) return fallback;
      const duration = typeof value === 'string' ? parseDuration(value) : undefined;
      if (duration !== undefined) return duration;
      complain(path, `is ${shown(value)}, not a duration`, 'Write 90s, 5m, 4h or 1d.');
      return fallback;
    },
    instant(value, path) {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined;
      if (instant !== undefined) return instant;
      complain(path, `is ${shown(value)}, not a moment`, 'Write 2026-01-01T00:00:00Z.');
      return 0;
    },
  };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
