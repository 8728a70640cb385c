import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from '../../../sandbox/bolt/packstream.ts';
import { mapOf, type Value } from '../../../sandbox/bolt/value.ts';

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double({ noNaN: true }),
    fc.string({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc
      .dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 20 })
      .map((entries) => mapOf({ ...entries })),
  ),
}));

it('reads back what was written', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 5 }), (fields) => {
      expect(unpack(pack({ signature: 0x71, fields }))).toEqual({ signature: 0x71, fields });
    }),
  );
});

it.each([
  0n,
  127n,
  128n,
  -16n,
  -17n,
  -128n,
  -129n,
  32767n,
  32768n,
  -32769n,
  2147483648n,
  -2147483649n,
])('keeps the whole number %d at the edge of a size', (number) => {
  expect(unpack(pack({ signature: 0x71, fields: [number] })).fields).toEqual([number]);
});

it('refuses a message that ends too early', () => {
  const bytes = pack({ signature: 0x71, fields: ['text'] });

  expect(() => unpack(bytes.subarray(0, -1))).toThrow('ends too early');
});
