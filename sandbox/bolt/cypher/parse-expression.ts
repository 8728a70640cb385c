import type { Cursor } from './cursor.ts';
import type { Binary, Expression } from './expression.ts';

/** Reads one expression, by Cypher's order of precedence. */
export function parseExpression(cursor: Cursor): Expression {
  return chain(cursor, ['OR'], (one) =>
    chain(one, ['XOR'], (two) => chain(two, ['AND'], parseNot)),
  );
}

function chain(
  cursor: Cursor,
  signs: readonly Binary[],
  next: (cursor: Cursor) => Expression,
): Expression {
  let left = next(cursor);
  for (;;) {
    const sign = signs.find((each) => cursor.accept(each));
    if (sign === undefined) return left;
    left = { kind: 'binary', sign, left, right: next(cursor) };
  }
}

function parseNot(cursor: Cursor): Expression {
  return cursor.accept('NOT') ? { kind: 'not', of: parseNot(cursor) } : parseComparison(cursor);
}

const comparisons: readonly Binary[] = ['<>', '<=', '>=', '=', '<', '>'];

function parseComparison(cursor: Cursor): Expression {
  const left = parseSum(cursor);
  if (cursor.accept('IS', 'NOT', 'NULL')) return { kind: 'is-not-null', of: left };
  if (cursor.accept('IS', 'NULL')) return { kind: 'is-null', of: left };
  const words: readonly Binary[] = ['STARTS WITH', 'ENDS WITH', 'CONTAINS', 'IN'];
  const sign =
    words.find((each) => cursor.accept(...each.split(' '))) ??
    comparisons.find((each) => cursor.accept(each));
  return sign === undefined ? left : { kind: 'binary', sign, left, right: parseSum(cursor) };
}

function parseSum(cursor: Cursor): Expression {
  return chain(cursor, ['+', '-'], (inner) => chain(inner, ['*', '/', '%'], parseSigned));
}

function parseSigned(cursor: Cursor): Expression {
  if (cursor.accept('-')) return { kind: 'negative', of: parseSigned(cursor) };
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expression {
  let of = parseAtom(cursor);
  for (;;) {
    if (cursor.accept('.')) of = { kind: 'property', of, name: cursor.name() };
    else if (cursor.accept('[')) {
      of = { kind: 'element', of, index: parseExpression(cursor) };
      cursor.expect(']');
    } else return of;
  }
}

function parseAtom(cursor: Cursor): Expression {
  if (cursor.accept('(')) {
    const inner = parseExpression(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.accept('[')) return { kind: 'list', items: parseList(cursor, ']') };
  if (cursor.accept('CASE')) return parseCase(cursor);
  const { kind, text, isQuoted } = cursor.peek();
  if (kind === 'string') return literal(cursor, text);
  if (kind === 'integer') return literal(cursor, BigInt(text));
  if (kind === 'float') return literal(cursor, Number(text));
  if (kind === 'parameter') {
    cursor.next();
    return { kind: 'parameter', name: text };
  }
  if (kind !== 'word') return cursor.fail();
  if (!isQuoted) {
    if (cursor.accept('NULL')) return { kind: 'literal', value: null };
    if (cursor.accept('TRUE')) return { kind: 'literal', value: true };
    if (cursor.accept('FALSE')) return { kind: 'literal', value: false };
    const call = parseCall(cursor);
    if (call !== undefined) return call;
  }
  return { kind: 'variable', name: cursor.name() };
}

function literal(cursor: Cursor, value: string | bigint | number): Expression {
  cursor.next();
  return { kind: 'literal', value };
}

/** `name(…)` or `duration.inSeconds(…)`; undefined when no call comes next. */
function parseCall(cursor: Cursor): Expression | undefined {
  const isDotted = cursor.peek(1).text === '.' && cursor.peek(3).text === '(';
  if (cursor.peek(1).text !== '(' && !isDotted) return undefined;
  let name = cursor.name();
  while (cursor.accept('.')) name += `.${cursor.name()}`;
  cursor.expect('(');
  const isDistinct = cursor.accept('DISTINCT');
  const isStar = cursor.accept('*');
  if (isStar) cursor.expect(')');
  const args = isStar ? [] : parseList(cursor, ')');
  return { kind: 'call', name: name.toLowerCase(), isDistinct, isStar, args };
}

function parseList(cursor: Cursor, end: string): Expression[] {
  const items: Expression[] = [];
  if (cursor.accept(end)) return items;
  do items.push(parseExpression(cursor));
  while (cursor.accept(','));
  cursor.expect(end);
  return items;
}

function parseCase(cursor: Cursor): Expression {
  const subject = cursor.sees('WHEN') ? undefined : parseExpression(cursor);
  const whens: { when: Expression; result: Expression }[] = [];
  while (cursor.accept('WHEN')) {
    const value = parseExpression(cursor);
    cursor.expect('THEN');
    const when: Expression =
      subject === undefined ? value : { kind: 'binary', sign: '=', left: subject, right: value };
    whens.push({ when, result: parseExpression(cursor) });
  }
  const otherwise: Expression = cursor.accept('ELSE')
    ? parseExpression(cursor)
    : { kind: 'literal', value: null };
  cursor.expect('END');
  return { kind: 'case', whens, otherwise };
}
