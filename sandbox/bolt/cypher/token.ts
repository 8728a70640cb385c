import { syntaxError } from '../bolt-error.ts';

export interface Token {
  readonly kind: 'word' | 'string' | 'integer' | 'float' | 'parameter' | 'sign' | 'end';
  readonly text: string;
  /** Written in backticks: never a keyword. */
  readonly isQuoted: boolean;
}

const pattern =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(`(?:[^`]|``)*`)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\d+\.\d+(?:[eE][+-]?\d+)?)|(\d+)|\$(\w+)|([A-Za-z_]\w*)|(<>|<=|>=|=~|[-+*/%^=<>(){}[\],.:|;])/gy;

/** A query's words and signs, without blanks and comments. */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < query.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(query);
    if (match === null) throw syntaxError(`Invalid input '${query[at]}' (offset: ${at})`);
    const token = tokenOf(match);
    if (token !== undefined) tokens.push(token);
  }
  if (tokens.at(-1)?.text === ';') tokens.pop();
  return [...tokens, { kind: 'end', text: '', isQuoted: false }];
}

function tokenOf(match: RegExpExecArray): Token | undefined {
  const [, quoted, string, float, integer, parameter, word, sign] = match;
  if (quoted !== undefined)
    return { kind: 'word', text: quoted.slice(1, -1).replaceAll('``', '`'), isQuoted: true };
  if (string !== undefined) return plain('string', string.slice(1, -1).replace(/\\(.)/g, '$1'));
  if (float !== undefined) return plain('float', float);
  if (integer !== undefined) return plain('integer', integer);
  if (parameter !== undefined) return plain('parameter', parameter);
  if (word !== undefined) return plain('word', word);
  return sign === undefined ? undefined : plain('sign', sign);
}

function plain(kind: Token['kind'], text: string): Token {
  return { kind, text, isQuoted: false };
}
