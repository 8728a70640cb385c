import { describe, expect, it } from 'vitest';
import { forAll } from '../../src/clients/for-all.ts';
import { askOnce } from '../../src/domain/ask-once.ts';
import { limits } from '../support/sql-client.ts';

describe('askOnce', () => {
  it('asks once for all who ask while the answer is under way, and anew afterwards', async () => {
    const once = askOnce<number>();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return asked;
    };

    expect(await Promise.all([once('a', ask), once('a', ask), once('b', ask)])).toEqual([1, 1, 2]);
    expect(await once('a', ask)).toBe(3);
  });

  it('asks again after a failure', async () => {
    const once = askOnce<string>();

    await expect(once('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await once('a', () => Promise.resolve('yes'))).toBe('yes');
  });
});

describe('forAll', () => {
  it.each([
    [1000, 1000],
    [30_000, 5000],
  ])('of a check with %d ms left allows %d ms, and nobody can take it back', (timeout, allowed) => {
    const { signal } = new AbortController();
    expect(forAll({ ...limits, timeout, signal })).toEqual({
      timeout: allowed,
      maxRows: limits.maxRows,
      maxBytes: limits.maxBytes,
    });
  });
});
