import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern } from '../../src/domain/name-pattern.ts';

describe('S4 a name fits a pattern', () => {
  it.each([
    ['Hartonomous', 'Hartonomous', true],
    ['HARTONOMOUS', 'hartonomous', true],
    ['Hartonomous2', 'Hartonomous', false],
    ['Hartonomou', 'Hartonomous', false],
    ['Hartonomous_R204', 'Hartonomous_R#*', true],
    ['hartonomous_r20261123', 'Hartonomous_R#*', true],
    ['Hartonomous_R2_before', 'Hartonomous_R#*', true],
    ['Hartonomous_R', 'Hartonomous_R#*', false],
    ['Hartonomous_Reports', 'Hartonomous_R#*', false],
    ['Hartonomous_R٣', 'Hartonomous_R#*', false],
    ['xHartonomous_R1', 'Hartonomous_R#*', false],
    ['anything', '*', true],
    ['a#b', 'a#b', true],
    ['a1b', 'a#b', false],
    ['a#b_R7', 'a#b_R#*', true],
  ])('%s, %s: %s', (name, pattern, fits) => {
    expect(fitsPattern(name, pattern)).toBe(fits);
  });

  it('without a star only the name itself does', () => {
    const names = fc.string().filter((text) => !text.endsWith('*'));
    fc.assert(
      fc.property(names, names, (name, other) => {
        expect(fitsPattern(name, name)).toBe(true);
        expect(fitsPattern(name, other)).toBe(name.toLowerCase() === other.toLowerCase());
      }),
    );
  });
});
