import { SqlServerError } from '../../tds/sql-server-error.ts';

/**
 * `word`: a keyword or plain name; `name`: bracketed or in double quotes; `text`: a literal; `parameter`: with its `@`
 * or `@@` in `text`. `text` is what is meant: without quotes, doubled ones made single.
 */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'binary' | 'parameter' | 'symbol' | 'end';
  readonly text: string;
  /** Where it begins and ends in the batch. */
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

const blank = /(?:\s+|--[^\n]*)/y;
const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /N?'((?:[^']|'')*)'/iy],
  ['name', /\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"/y],
  ['binary', /0x[\da-f]*/iy],
  ['number', /\d+(?:\.\d*)?/y],
  ['parameter', /@@?[\p{L}_][\p{L}\d_$#@]*/uy],
  ['word', /[\p{L}_#][\p{L}\d_$#@]*/uy],
  ['symbol', /<>|<=|>=|!=|::|[-+*/%=<>!(),.;:&|^~]/y],
];

/** The words of a batch, ending with one of kind `end`. 105 and 113 where a quote or comment is left open. */
export function readTokens(batch: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const lines = (from: number, to: number) => batch.slice(from, to).split('\n').length - 1;
  while (at < batch.length) {
    const past = afterBlank(batch, at, line);
    line += lines(at, past);
    at = past;
    if (at >= batch.length) break;
    const token = tokenAt(batch, at, line);
    tokens.push(token);
    line += lines(at, token.to);
    at = token.to;
  }
  return [...tokens, { kind: 'end', text: '', from: batch.length, to: batch.length, line }];
}

function afterBlank(batch: string, from: number, line: number): number {
  let at = from;
  for (;;) {
    if (batch.startsWith('/*', at)) at = afterComment(batch, at, line);
    else {
      blank.lastIndex = at;
      const hit = blank.exec(batch);
      if (!hit) return at;
      at += hit[0].length;
    }
  }
}

/** Comments may hold comments. */
function afterComment(batch: string, from: number, line: number): number {
  let depth = 0;
  for (let at = from; at < batch.length; at += 1) {
    const two = batch.slice(at, at + 2);
    if (two !== '/*' && two !== '*/') continue;
    depth += two === '/*' ? 1 : -1;
    at += 1;
    if (depth === 0) return at + 1;
  }
  const message = "Missing end comment mark '*/'.";
  throw new SqlServerError({ number: 113, class: 15, message, line });
}

function tokenAt(batch: string, at: number, line: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const hit = pattern.exec(batch);
    if (!hit) continue;
    return { kind, text: meant(kind, hit), from: at, to: at + hit[0].length, line };
  }
  const rest = batch.slice(at + 1, at + 30);
  if (/^['"[]$/.test(batch[at] ?? '') || /^n'/i.test(batch.slice(at, at + 2))) {
    const message = `Unclosed quotation mark after the character string '${rest}'.`;
    throw new SqlServerError({ number: 105, class: 15, message, line });
  }
  const message = `Incorrect syntax near '${batch[at]}'.`;
  throw new SqlServerError({ number: 102, class: 15, message, line });
}

function meant(kind: Token['kind'], hit: RegExpExecArray): string {
  if (kind === 'text') return (hit[1] ?? '').replaceAll("''", "'");
  if (kind !== 'name') return hit[0];
  return hit[1]?.replaceAll(']]', ']') ?? (hit[2] ?? '').replaceAll('""', '"');
}
