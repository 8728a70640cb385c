import { syntaxError } from '../bolt-error.ts';
import type { Token } from './token.ts';

/** A place in a query that moves on as it is parsed. */
export interface Cursor {
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the keyword or sign if it is next. */
  accept(...texts: readonly string[]): boolean;
  expect(text: string): void;
  /** Whether these keywords or signs come next. */
  sees(...texts: readonly string[]): boolean;
  /** A name: a word, or anything in backticks. */
  name(): string;
  fail(): never;
}

export function createCursor(tokens: readonly Token[]): Cursor {
  let at = 0;
  const last = tokens.at(-1) ?? { kind: 'end' as const, text: '', isQuoted: false };
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? last;

  function sees(...texts: readonly string[]): boolean {
    return texts.every((text, index) => is(peek(index), text));
  }
  function fail(): never {
    const { text, kind } = peek();
    throw syntaxError(kind === 'end' ? 'Unexpected end of input' : `Invalid input '${text}'`);
  }

  return {
    peek,
    next() {
      const token = peek();
      at += 1;
      return token;
    },
    accept(...texts) {
      if (!sees(...texts)) return false;
      at += texts.length;
      return true;
    },
    expect(text) {
      if (!is(peek(), text)) fail();
      at += 1;
    },
    sees,
    name() {
      if (peek().kind !== 'word') fail();
      at += 1;
      return tokens[at - 1]?.text ?? '';
    },
    fail,
  };
}

function is(token: Token, text: string): boolean {
  if (token.kind === 'word') return !token.isQuoted && token.text.toUpperCase() === text;
  return token.kind === 'sign' && token.text === text;
}
