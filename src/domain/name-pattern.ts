/**
 * Whether a database may bear this name. `*` at the end of a pattern stands for the rest of a name, `#*` for a rest that
 * begins with a digit: `Hartonomous_R#*` is a copy that a run made, and not `Hartonomous_Reports`. Anywhere else a `#` is
 * itself. Compared without case, as names are there.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const given = name.toLowerCase();
  const wanted = pattern.toLowerCase();
  if (!wanted.endsWith('*')) return given === wanted;
  const isDigit = wanted.endsWith('#*');
  const begins = wanted.slice(0, isDigit ? -2 : -1);
  if (!given.startsWith(begins)) return false;
  return !isDigit || /^\d/.test(given.slice(begins.length));
}
