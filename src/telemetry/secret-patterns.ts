/** Where fewer characters of a fragment would be cut out, ordinary words would be, too. */
const shortestFragment = 6;

/**
 * Sources of regular expressions that match a secret in every form in which it could stand in a log: each of its
 * characters as itself or escaped for JSON, JavaScript, XML or a URL, at any depth; in hexadecimal; and as Base64, also
 * from the middle of a longer text (`user:password`), of which the characters that belong to the secret alone are found.
 * Meant to be used without regard to case.
 */
export function secretPatterns(secret: string): readonly string[] {
  if (secret === '') return [];
  const bytes = Buffer.from(secret, 'utf8');
  const encoded = [
    ...base64Forms(bytes),
    ...base64Forms(Buffer.from(secret, 'utf16le')),
    bytes.toString('hex'),
  ].filter((form) => form.length >= shortestFragment);
  return [characters(secret), ...encoded.map(word)];
}

function characters(text: string): string {
  // A run of backslashes is one thing: matched one by one, a long run would be tried in every possible division.
  return (text.match(/\\+|[^\\]/gu) ?? []).map(character).join('');
}

function character(text: string): string {
  if (text.startsWith('\\'))
    return either([`\\\\{${text.length},}`, percent('\\').repeat(text.length)]);
  const escaped = JSON.stringify(text).slice(1, -1);
  // A quote may be escaped, a control character is.
  const ways = [
    escaped === text ? literally(text) : String.raw`\\*${literally(escaped.at(-1) ?? '')}`,
  ];
  if (escaped !== text) ways.push(literally(text));
  if (text === "'" || text === '/') ways.push(String.raw`\\*${literally(text)}`);
  if (/[^ -~]/.test(text)) ways.push(codeUnits(text));
  if (text === ' ') ways.push(String.raw`\+`);
  ways.push(percent(text), ...(entities[text] ?? []));
  return either(ways);
}

const entities: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;', '&#38;'],
  '<': ['&lt;', '&#60;'],
  '>': ['&gt;', '&#62;'],
  '"': ['&quot;', '&#34;'],
  "'": ['&apos;', '&#39;'],
};

/** Base64 and hexadecimal: of their characters only these three are ever escaped. */
function word(text: string): string {
  return text.replaceAll(/[+/=]/g, (sign) => character(sign));
}

/** Percent-encoded, any number of times. */
function percent(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => `%(?:25)*${hex(byte, 2)}`).join('');
}

function codeUnits(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((unit) => String.raw`\\+u${hex(unit, 4)}`)
    .join('');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The longest way first: what is left of an escape would look odd. */
function either(ways: readonly string[]): string {
  return `(?:${[...new Set(ways)].toSorted((a, b) => b.length - a.length).join('|')})`;
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** The three ways in which a text lies in Base64, by how many bytes stand before it. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // A character that carries bits of what stands before or after could be another one.
    const first = [0, 2, 3][before] ?? 0;
    const last = [0, 3, 2][(before + bytes.length) % 3] ?? 0;
    const sure = text.slice(first, text.length - last);
    return [...new Set([sure, sure.replaceAll('+', '-').replaceAll('/', '_')])];
  });
}
