import { isJson } from '../rules/shapes.ts';
import type { Json } from '../types.ts';
import { ApiRefusal } from './refusal.ts';

/** The arguments of one call, however they came: form fields, query or JSON. */
export interface Args {
  readonly all: Json;
  /** Missing or empty: `invalid_arguments`, as Slack says. */
  text(key: string): string;
  optional(key: string): string | undefined;
  flag(key: string): boolean;
  count(key: string, fallback: number): number;
  /** A JSON value, or one written as a string in a form; undefined where missing. */
  json(key: string, error: string): unknown;
}

export function createArgs(all: Json): Args {
  function optional(key: string): string | undefined {
    const value = all[key];
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  return {
    all,
    optional,
    text(key) {
      const value = optional(key);
      if (value !== undefined) return value;
      const messages = [`[ERROR] missing required field: ${key}`];
      throw new ApiRefusal('invalid_arguments', { response_metadata: { messages } });
    },
    flag: (key) => ['true', '1'].includes(optional(key) ?? ''),
    count(key, fallback) {
      const value = Number(optional(key) ?? fallback);
      return Number.isInteger(value) && value > 0 ? value : fallback;
    },
    json(key, error) {
      const value = all[key];
      if (value === undefined || value === '') return undefined;
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value);
      } catch {
        throw new ApiRefusal(error);
      }
    },
  };
}

/** What the log of calls shows: structured values as such, and no token. */
export function readableArgs(all: Json): Json {
  const entries = Object.entries(all).filter(([key]) => key !== 'token');
  return Object.fromEntries(entries.map(([key, value]) => [key, parsed(value)]));
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    const result: unknown = JSON.parse(value);
    return Array.isArray(result) || isJson(result) ? result : value;
  } catch {
    return value;
  }
}
