import type { Json, JsonObject } from './json.ts';
import type { RestoreEnd, RestoreOptions } from './restore-choices.ts';

/** As an order carries them. */
export function writeRestoreOptions(options: RestoreOptions): JsonObject {
  const { fork, end, copy, moves, keep, whileJobsRun = false, way = 'over' } = options;
  const { withoutTail = false, from, unmasked = false } = options;
  const order = { fork, end: { ...end }, copy, moves: { ...moves }, keep };
  return {
    ...order,
    ...(whileJobsRun ? { whileJobsRun } : {}),
    ...(way === 'beside' ? { way } : {}),
    ...(withoutTail ? { withoutTail } : {}),
    ...(from === undefined ? {} : { from }),
    ...(unmasked ? { unmasked } : {}),
  };
}

/** What an order carries; null where it is no restore's. What is left out is as the form begins. */
export function readRestoreOptions(options: JsonObject): RestoreOptions | null {
  const { fork = null, end = { kind: 'latest' }, copy = null, moves = {}, keep = null } = options;
  const until = readEnd(end);
  if (until === null || !isText(fork) || !isText(copy)) return null;
  if (keep !== null && typeof keep !== 'number') return null;
  const { from } = options;
  // Taken for left out, it would be of this environment's own backups.
  if (from !== undefined && typeof from !== 'string') return null;
  if (!isObject(moves)) return null;
  const paths: Record<string, string> = {};
  for (const [logical, path] of Object.entries(moves)) {
    if (typeof path !== 'string') return null;
    paths[logical] = path;
  }
  const read = { fork, end: until, copy, moves: paths, keep };
  return {
    ...read,
    ...(options['whileJobsRun'] === true ? { whileJobsRun: true } : {}),
    ...(options['way'] === 'beside' ? { way: 'beside' } : {}),
    ...(options['withoutTail'] === true ? { withoutTail: true } : {}),
    ...(typeof from === 'string' ? { from } : {}),
    ...(options['unmasked'] === true ? { unmasked: true } : {}),
  };
}

function readEnd(end: Json): RestoreEnd | null {
  if (!isObject(end)) return null;
  const { kind, at, setId } = end;
  if (kind === 'latest') return { kind };
  if (kind === 'moment' && typeof at === 'number') return { kind, at };
  return kind === 'before-log' && typeof setId === 'string' ? { kind, setId } : null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: Json): value is string | null {
  return value === null || typeof value === 'string';
}
