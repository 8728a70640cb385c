import { closest, distance } from 'fastest-levenshtein';

/** The known word that was most likely meant; null when none is near. A beginning counts as near. */
export function suggest(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase();
  if (lower.length < 2 || known.length === 0) return null;
  const begins = known.find((name) => name.startsWith(lower) || lower.startsWith(name));
  if (begins !== undefined) return begins;
  const best = closest(lower.slice(0, 40), [...known]);
  return distance(lower, best) <= Math.ceil(best.length / 3) ? best : null;
}
