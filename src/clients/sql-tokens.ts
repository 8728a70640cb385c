/** One word of a statement. `word` is bare and in upper case; names and texts are what they stand for. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'parameter' | 'number' | 'sign';
  readonly text: string;
}

const patterns: readonly (readonly [
  SqlToken['kind'] | 'nothing',
  RegExp,
  (found: string) => string,
])[] = [
  ['nothing', /\s+|--[^\n]*/y, (found) => found],
  ['name', /\[(?:[^\]]|\]\])*\]/y, (found) => found.slice(1, -1).replaceAll(']]', ']')],
  ['name', /"(?:[^"]|"")*"/y, (found) => found.slice(1, -1).replaceAll('""', '"')],
  [
    'text',
    /N?'(?:[^']|'')*'/iy,
    (found) => found.replace(/^N/i, '').slice(1, -1).replaceAll("''", "'"),
  ],
  ['parameter', /@@?[\w$#]+/y, (found) => found],
  ['number', /\d+(?:\.\d+)?/y, (found) => found],
  ['word', /[\p{L}_#][\p{L}\p{N}_#$]*/uy, (found) => found.toUpperCase()],
];

/** A statement in words, as SQL Server reads it; null where a comment, a text or a name does not end. */
export function sqlTokens(statement: string): readonly SqlToken[] | null {
  const tokens: SqlToken[] = [];
  let at = 0;
  scan: while (at < statement.length) {
    if (statement.startsWith('/*', at)) {
      const end = commentEnd(statement, at);
      if (end === null) return null;
      at = end;
      continue;
    }
    for (const [kind, pattern, read] of patterns) {
      pattern.lastIndex = at;
      const found = pattern.exec(statement)?.[0];
      if (found === undefined) continue;
      if (kind !== 'nothing') tokens.push({ kind, text: read(found) });
      at += found.length;
      continue scan;
    }
    const sign = statement.charAt(at);
    if (sign === "'" || sign === '"' || sign === '[') return null;
    tokens.push({ kind: 'sign', text: sign });
    at += 1;
  }
  return tokens;
}

/** Comments of this kind nest. */
function commentEnd(statement: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < statement.length; at += 1) {
    const pair = statement.slice(at, at + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    depth += pair === '/*' ? 1 : -1;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return null;
}
