import { ControlRefusal } from './refusal.ts';

/**
 * A moment as callers write it, in milliseconds: ISO 8601, or a number of seconds (a message's ts too) or
 * milliseconds. 0 where none is given.
 */
export function parseSince(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (value !== undefined) return value < 1e11 ? value * 1000 : value;
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed))
    throw new ControlRefusal(400, `since: "${text}" is neither a moment nor a ts`);
  return parsed;
}
