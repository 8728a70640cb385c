import { secretPatterns } from './secret-patterns.ts';

/** What stands where something was taken out. */
const removed = '[secret]';

/** Fields that hold a secret whatever it is. */
const secretName =
  /pass(?:word|wd|phrase)?$|^pwd$|secret|token|authorization|cookie|credential|api_?key|private_?key|signing/i;
const secretField = new RegExp(`"[^"]*(?:${secretName.source.replaceAll('$', '')})[^"]*":`, 'i');
const shortestLine = 8;
/** How bytes look as JSON: a Buffer, or a typed array. */
const bytesField = /"type":"Buffer"|"0":\d/;

/**
 * Makes a function that takes secrets out of a line of JSON: by the names of fields, and by the values of `secrets` in
 * whatever form they stand, anywhere: message, error, stack, name of a field, number. Bytes are left out altogether.
 */
export function createScrubber(secrets: readonly string[]): (line: string) => string {
  const sources = [...new Set(secrets.flatMap(partsOf).flatMap(secretPatterns))]
    .toSorted((a, b) => b.length - a.length)
    .join('|');
  const everywhere = sources === '' ? null : new RegExp(sources, 'giu');
  const somewhere = sources === '' ? null : new RegExp(sources, 'iu');

  function scrubText(text: string): string {
    return everywhere === null ? text : text.replace(everywhere, removed);
  }

  function scrub(value: unknown): unknown {
    if (typeof value === 'string') return scrubText(value);
    if (typeof value === 'number') return secrets.includes(String(value)) ? removed : value;
    if (Array.isArray(value)) return isBytes(value) ? bytes(value.length) : value.map(scrub);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (isNumbered(entries)) return bytes(entries.length);
    return Object.fromEntries(
      entries.map(([name, inner]) => [
        scrubText(name),
        secretName.test(name) && inner !== null && typeof inner !== 'boolean'
          ? removed
          : scrub(inner),
      ]),
    );
  }

  return (line) => {
    const suspect = somewhere?.test(line) || secretField.test(line) || bytesField.test(line);
    if (!suspect) return line;
    try {
      return `${JSON.stringify(scrub(JSON.parse(line)))}\n`;
    } catch {
      return `${scrubText(line.trimEnd())}\n`;
    }
  };
}

/** The lines of a long secret, a key for one: they may be written one by one. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= shortestLine);
  return [secret, ...lines];
}

function isBytes(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((item) => isByte(item));
}

function isNumbered(entries: readonly (readonly [string, unknown])[]): boolean {
  return (
    entries.length > 0 &&
    entries.every(([name, value], index) => name === String(index) && isByte(value))
  );
}

function isByte(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function bytes(count: number): string {
  return `[${count} bytes]`;
}
