import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, Session } from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, openFixture, rowsOf, statement } from './fixture.ts';
import { type Case, productRows } from './product-rows.ts';
import { serverRows } from './server-rows.ts';

const cases: Readonly<Record<string, Case>> = { ...productRows, ...serverRows };

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await createFixture();
  session = await openFixture(engine);
  await session.query(statement('slow-queries-view'));
});
afterAll(() => {
  session.close();
  engine.close();
});

test.each(Object.entries(cases))(
  '%s answers the rows worked out by hand',
  async (name, expected) => {
    const rows = await rowsOf(session, statement(name), expected.given);

    const sorted = expected.anyOrder
      ? rows.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))
      : rows;
    expect(sorted.map((row) => row.map(comparable))).toEqual(expected.rows);
  },
);

/** Decimals come as text; here their value matters. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? Number(value) : value;
}

test('every statement has its rows', () => {
  const files = readdirSync(new URL('./statements/', import.meta.url)).map((name) =>
    name.replace('.sql', ''),
  );

  expect(files.filter((name) => name !== 'slow-queries-view').toSorted()).toEqual(
    Object.keys(cases).toSorted(),
  );
});
