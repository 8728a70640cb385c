import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/json-schema.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

it('hart.schema.json is the one that the code generates (npm run schema)', () => {
  expect(JSON.parse(read('hart.schema.json'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

it('the schema accepts the example and refuses a misspelt key', () => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  const example = parse(read('hart.example.yml'));

  expect(validate(example)).toBe(true);
  expect(validate({ ...example, digest: {} })).toBe(false);
});

/** Every key that the configuration knows, by its path. */
function keysOf(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) =>
    name === 'properties'
      ? Object.entries(Object(inner)).flatMap(([key, value]) => [
          `${path}.${key}`,
          ...keysOf(value, `${path}.${key}`),
        ])
      : keysOf(inner, path),
  );
}

it('the example names every option that there is', () => {
  const example = read('hart.example.yml');
  const words = new Set(example.match(/[\w.-]+/g));
  const missing = keysOf(configJsonSchema(), '').filter((path) => {
    const key = path.split('.').at(-1) ?? '';
    return !words.has(key);
  });

  expect(missing).toEqual([]);
});
