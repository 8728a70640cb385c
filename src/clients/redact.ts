/**
 * A server's or driver's own words made fit for people: only what stands before the first value or quoted text, on one
 * line, and short. What a server quotes may be data of a tenant's row, a query or a password, and a value that holds a
 * quotation mark itself cannot be told from the words after it (safety rule S51).
 */
export function redact(message: string): string {
  const words = message
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/\s+/g, ' ')
    .trim();
  const value = words.search(/['"`“‘«([{<]|: /);
  const kept = value === -1 ? words : `${words.slice(0, value).trimEnd()} …`.trimStart();
  return kept.length > 200 ? `${kept.slice(0, 199)}…` : kept;
}

/** The same of a message whose quotes hold names of databases and replicas alone. */
export function redactNames(message: string): string {
  return redact(message.replace(/(['"])[^'"]*\1/g, '…').replace(/\([^()]*\)/g, ''));
}
