import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createByteReader } from '../../../sandbox/tds/byte-reader.ts';
import { encodeDecimal } from '../../../sandbox/tds/decimal-codec.ts';
import { readTypedValue } from '../../../sandbox/tds/parameter-reader.ts';
import { encodeType, encodeValue } from '../../../sandbox/tds/type-codec.ts';
import type { WireType, WireValue } from '../../../sandbox/tds/wire-value.ts';

/** Over the wire and back; the whole message must be used up. */
function travelled(type: WireType, value: WireValue): WireValue {
  const reader = createByteReader(Buffer.concat([encodeType(type), encodeValue(type, value)]));
  const back = readTypedValue(reader).value;
  expect(reader.done()).toBe(true);
  return back;
}

const millis = (iso: string) => BigInt(Date.parse(iso)) * 1000n;
const day = 86_400_000_000n;
/** 0001-01-01 to 9999-12-31 in microseconds. */
const anyMicros = fc.bigInt({ min: -719_162n * day, max: 2_932_896n * day });

describe('values survive the wire', () => {
  test('decimals of up to 38 digits, with every digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 38 }).chain((precision) =>
          fc.record({
            precision: fc.constant(precision),
            scale: fc.integer({ min: 0, max: precision }),
            digits: fc.bigInt({
              min: -(10n ** BigInt(precision)) + 1n,
              max: 10n ** BigInt(precision) - 1n,
            }),
          }),
        ),
        ({ precision, scale, digits }) => {
          const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
          const written = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
          const value = digits < 0n ? `-${written}` : written;

          expect(travelled({ type: 'decimal', precision, scale }, value)).toBe(value);
        },
      ),
    );
  });

  test('bigints', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(travelled({ type: 'bigint' }, value)).toBe(value);
      }),
    );
  });

  test('texts, short and streamed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
        expect(travelled({ type: 'nvarchar', length: 4000 }, value)).toBe(value);
        expect(travelled({ type: 'nvarchar', length: 'max' }, value)).toBe(value);
      }),
    );
  });

  test('times to the microsecond', () => {
    fc.assert(
      fc.property(anyMicros, fc.integer({ min: -840, max: 840 }), (micros, offsetMinutes) => {
        expect(travelled({ type: 'datetime2', scale: 7 }, { micros })).toEqual({ micros });
        expect(travelled({ type: 'datetimeoffset', scale: 6 }, { micros, offsetMinutes })).toEqual({
          micros,
          offsetMinutes,
        });
        expect(travelled({ type: 'date' }, { micros })).toEqual({
          micros: micros - (((micros % day) + day) % day),
        });
      }),
    );
  });

  test('a datetime to three hundredths of a second, as SQL Server rounds it', () => {
    const back = (iso: string) => travelled({ type: 'datetime' }, { micros: millis(iso) });

    expect(back('2026-03-01T00:00:00.001Z')).toEqual({
      micros: millis('2026-03-01T00:00:00.000Z'),
    });
    expect(back('2026-03-01T00:00:00.002Z')).toEqual({
      micros: millis('2026-03-01T00:00:00.003Z'),
    });
    expect(back('2026-03-01T00:00:00.005Z')).toEqual({
      micros: millis('2026-03-01T00:00:00.007Z'),
    });
    expect(back('2026-03-01T23:59:59.999Z')).toEqual({
      micros: millis('2026-03-02T00:00:00.000Z'),
    });
    expect(back('1753-01-01T00:00:00.000Z')).toEqual({
      micros: millis('1753-01-01T00:00:00.000Z'),
    });
  });

  test.each<WireType>([
    { type: 'bit' },
    { type: 'int' },
    { type: 'float' },
    { type: 'decimal', precision: 25, scale: 0 },
    { type: 'nvarchar', length: 10 },
    { type: 'varbinary', length: 'max' },
    { type: 'uniqueidentifier' },
    { type: 'datetime2', scale: 3 },
  ])('null as $type', (type) => {
    expect(travelled(type, null)).toBeNull();
  });
});

test('a decimal that does not fit is refused, not cut', () => {
  expect(() => encodeDecimal('99999999999999999999', 9, 0)).toThrow(RangeError);
  expect(() => encodeDecimal('1e5', 9, 0)).toThrow(TypeError);
});

test('an LSN of 23 digits is laid out as numeric(25,0) is', () => {
  // the sign, then 0x03A071E6E568D8A8ADE1 with its bytes reversed, in twelve bytes
  expect(encodeDecimal('17126786000011867500001', 25, 0).toString('hex')).toBe(
    '01e1ada8d868e5e671a0030000',
  );
});

test('a parameter of a type that is not known is refused by its number', () => {
  expect(() => readTypedValue(createByteReader(Buffer.from([0xf3, 0, 0])))).toThrow(
    'TDS type 0xf3 is not supported',
  );
});
