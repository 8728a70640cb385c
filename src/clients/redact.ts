/**
 * A server's or driver's own words made fit for people: without quoted values (they may be data of a row or a
 * password), on one line, and short.
 */
export function redact(message: string): string {
  const text = message
    .replace(/'[^']*'/g, "'…'")
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\([^()]*,[^()]*\)/g, '(…)')
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
