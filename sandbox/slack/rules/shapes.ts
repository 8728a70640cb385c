import type { Json } from '../types.ts';

/** One thing that Slack would not take: where (a JSON pointer) and why, in Slack's words. */
export interface BlockFault {
  readonly pointer: string;
  readonly message: string;
}

/** Slack's own line for a fault, as it comes in `response_metadata.messages`. */
export function faultMessage({ message, pointer }: BlockFault): string {
  return `[ERROR] ${message} [json-pointer:${pointer}]`;
}

/** Looks at one value and answers all that is wrong with it. */
export type Shape = (value: unknown, pointer: string) => readonly BlockFault[];

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; none where it is no list. */
export function jsonList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The string itself, or nothing. */
export function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fault(pointer: string, message: string): readonly BlockFault[] {
  return [{ pointer, message }];
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 0): Shape {
  return (value, pointer) => {
    if (typeof value !== 'string') return fault(pointer, 'must be a string');
    if (value.length > max) return fault(pointer, `must be less than ${max + 1} characters`);
    if (value.length < min) return fault(pointer, `must be more than ${min - 1} characters`);
    return [];
  };
}

export function matching(pattern: RegExp, what: string): Shape {
  return (value, pointer) =>
    typeof value === 'string' && pattern.test(value) ? [] : fault(pointer, `must be ${what}`);
}

export function number(min: number, max: number): Shape {
  return (value, pointer) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      return fault(pointer, 'must be a number');
    return value < min || value > max ? fault(pointer, `must be between ${min} and ${max}`) : [];
  };
}

export const boolean: Shape = (value, pointer) =>
  typeof value === 'boolean' ? [] : fault(pointer, 'must be a boolean');

export const anything: Shape = () => [];

export function oneOf(...words: readonly string[]): Shape {
  return (value, pointer) =>
    typeof value === 'string' && words.includes(value)
      ? []
      : fault(pointer, `must be one of: ${words.join(', ')}`);
}

export function list(item: Shape, min: number, max: number): Shape {
  return (value, pointer) => {
    if (!Array.isArray(value)) return fault(pointer, 'must be an array');
    if (value.length > max) return fault(pointer, `no more than ${max} items allowed`);
    if (value.length < min) return fault(pointer, `no fewer than ${min} items allowed`);
    return value.flatMap((entry, index) => item(entry, `${pointer}/${index}`));
  };
}

export type Fields = Readonly<Record<string, Shape>>;

/** An object with just these properties. `also` looks at it as a whole when its properties are sound. */
export function object(
  required: Fields,
  optional: Fields = {},
  also: (value: Json, pointer: string) => readonly BlockFault[] = () => [],
): Shape {
  return (value, pointer) => {
    if (!isJson(value)) return fault(pointer, 'must be an object');
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const faults = [
      ...missing.map((key) => ({ pointer, message: `missing required field: ${key}` })),
      ...Object.keys(value).flatMap((key) => {
        const shape = required[key] ?? optional[key];
        if (shape === undefined) return fault(pointer, `invalid additional property: ${key}`);
        return value[key] === undefined ? [] : shape(value[key], `${pointer}/${key}`);
      }),
    ];
    return faults.length > 0 ? faults : also(value, pointer);
  };
}

/** Chooses the shape by the value's `type`. */
export function byType(shapes: Fields, what: string): Shape {
  return (value, pointer) => {
    const type = isJson(value) ? value['type'] : undefined;
    if (typeof type !== 'string') return fault(pointer, 'missing required field: type');
    const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
    return shape === undefined
      ? fault(`${pointer}/type`, `unsupported ${what}: ${type}`)
      : shape(value, pointer);
  };
}

/** Every object with a `type` inside `value`, itself included, with the pointer to it. */
export function* typedObjects(
  value: unknown,
  pointer = '',
): Generator<{ value: Json; pointer: string }> {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) yield* typedObjects(entry, `${pointer}/${index}`);
  } else if (isJson(value)) {
    if (typeof value['type'] === 'string') yield { value, pointer };
    for (const [key, entry] of Object.entries(value))
      yield* typedObjects(entry, `${pointer}/${key}`);
  }
}
