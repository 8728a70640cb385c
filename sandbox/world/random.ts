import { createHash } from 'node:crypto';

/**
 * Numbers that look like chance and depend on a seed and a key alone: what happened at a moment is the same however
 * often and in whatever order it is asked.
 */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  unit(...key: readonly (string | number)[]): number;
  /** A whole number from `low` to `high`, both inclusive. */
  between(low: number, high: number, ...key: readonly (string | number)[]): number;
  /** Around `median`, never below zero, with a long tail upwards; `spread` 0.5 puts the 95th percentile at 2.3 medians. */
  skewed(median: number, spread: number, ...key: readonly (string | number)[]): number;
  guid(...key: readonly (string | number)[]): string;
  bytes(length: number, ...key: readonly (string | number)[]): Uint8Array;
}

/** FNV-1a with a final mix: quick, and good enough for a pretence. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

export function createRandom(seed: number): Random {
  const unit = (...key: readonly (string | number)[]) => hash(`${seed}/${key.join('/')}`) / 2 ** 32;
  const bytes = (length: number, ...key: readonly (string | number)[]) =>
    new Uint8Array(
      createHash('shake256', { outputLength: length })
        .update(`${seed}/${key.join('/')}`)
        .digest(),
    );
  return {
    unit,
    bytes,
    between: (low, high, ...key) => low + Math.floor(unit(...key) * (high - low + 1)),
    skewed(median, spread, ...key) {
      const angle = 2 * Math.PI * unit(...key, 'angle');
      const radius = Math.sqrt(-2 * Math.log(1 - unit(...key, 'radius')));
      return median * Math.exp(spread * radius * Math.cos(angle));
    },
    guid(...key) {
      const hex = Buffer.from(bytes(16, ...key))
        .toString('hex')
        .toUpperCase();
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
