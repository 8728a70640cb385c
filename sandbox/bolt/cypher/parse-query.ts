import { syntaxError } from '../bolt-error.ts';
import type { Clause, Item, NodePattern, Projection, Yielded } from './clause.ts';
import { type Cursor, createCursor } from './cursor.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { tokenize } from './token.ts';

/**
 * Reads a query of the forms that are understood here: SHOW, CALL, MATCH and MERGE of one node, DELETE, UNWIND, WITH, RETURN. Anything
 * else is a syntax error, so that no statement passes without having been understood.
 */
export function parseQuery(query: string): readonly Clause[] {
  const cursor = createCursor(tokenize(query));
  const clauses: Clause[] = [];
  while (cursor.peek().kind !== 'end') clauses.push(parseClause(cursor, clauses.length === 0));
  checkOrder(clauses);
  return clauses;
}

function parseClause(cursor: Cursor, isFirst: boolean): Clause {
  if (isFirst && cursor.accept('SHOW')) return parseShow(cursor);
  if (cursor.accept('CALL')) return parseProcedure(cursor);
  if (cursor.accept('OPTIONAL', 'MATCH')) return parseMatch(cursor, true);
  if (cursor.accept('MATCH')) return parseMatch(cursor, false);
  if (cursor.accept('MERGE')) return { kind: 'merge', pattern: parsePattern(cursor) };
  if (cursor.accept('DETACH', 'DELETE') || cursor.accept('DELETE'))
    return { kind: 'delete', variable: cursor.name() };
  if (cursor.accept('UNWIND')) {
    const list = parseExpression(cursor);
    cursor.expect('AS');
    return { kind: 'unwind', list, variable: cursor.name() };
  }
  if (cursor.accept('WITH'))
    return { kind: 'with', projection: parseProjection(cursor), where: parseWhere(cursor) };
  if (cursor.accept('RETURN')) return { kind: 'return', projection: parseProjection(cursor) };
  return cursor.fail();
}

/** A reading query ends with RETURN; only SHOW and CALL alone may do without, and what writes. */
function checkOrder(clauses: readonly Clause[]): void {
  const [first] = clauses;
  const last = clauses.at(-1);
  if (first === undefined || last === undefined) throw syntaxError('Unexpected end of input');
  if (clauses.slice(0, -1).some(({ kind }) => kind === 'return'))
    throw syntaxError('RETURN can only be used at the end of the query');
  const mayStandAlone = clauses.length === 1 && (first.kind === 'show' || first.kind === 'call');
  const writes = last.kind === 'merge' || last.kind === 'delete';
  if (last.kind !== 'return' && !mayStandAlone && !writes)
    throw syntaxError('Query cannot conclude with this clause (must be a RETURN clause)');
  if (first.kind === 'show' && clauses.length > (last.kind === 'return' ? 2 : 1))
    throw syntaxError('SHOW can be followed by YIELD, WHERE and RETURN only');
  if (first.kind === 'show' && last.kind === 'return' && first.yields === null)
    throw syntaxError("Invalid input 'RETURN': expected 'YIELD'");
}

function parseShow(cursor: Cursor): Clause {
  const what = showable(cursor);
  const yields = parseYield(cursor);
  return { kind: 'show', what, yields, where: parseWhere(cursor) };
}

function showable(cursor: Cursor): 'databases' | 'indexes' | 'constraints' {
  if (cursor.accept('DATABASES')) return 'databases';
  if (cursor.accept('INDEXES')) return 'indexes';
  if (cursor.accept('CONSTRAINTS')) return 'constraints';
  return cursor.fail();
}

function parseProcedure(cursor: Cursor): Clause {
  let procedure = cursor.name();
  while (cursor.accept('.')) procedure += `.${cursor.name()}`;
  if (cursor.accept('(')) cursor.expect(')');
  const yields = parseYield(cursor);
  return { kind: 'call', procedure, yields, where: yields === null ? null : parseWhere(cursor) };
}

function parseYield(cursor: Cursor): Yielded[] | null {
  if (!cursor.accept('YIELD')) return null;
  if (cursor.accept('*')) return [];
  const yields: Yielded[] = [];
  do {
    const column = cursor.name();
    yields.push({ column, alias: cursor.accept('AS') ? cursor.name() : column });
  } while (cursor.accept(','));
  return yields;
}

function parseWhere(cursor: Cursor): Expression | null {
  return cursor.accept('WHERE') ? parseExpression(cursor) : null;
}

function parseMatch(cursor: Cursor, isOptional: boolean): Clause {
  return { kind: 'match', isOptional, pattern: parsePattern(cursor), where: parseWhere(cursor) };
}

function parsePattern(cursor: Cursor): NodePattern {
  cursor.expect('(');
  const variable = cursor.peek().kind === 'word' ? cursor.name() : null;
  const label = cursor.accept(':') ? cursor.name() : null;
  const properties = cursor.accept('{') ? parseProperties(cursor) : [];
  cursor.expect(')');
  return { variable, label, properties };
}

function parseProperties(cursor: Cursor): NodePattern['properties'] {
  const properties: { name: string; value: Expression }[] = [];
  do {
    const name = cursor.name();
    cursor.expect(':');
    properties.push({ name, value: parseExpression(cursor) });
  } while (cursor.accept(','));
  cursor.expect('}');
  return properties;
}

function parseProjection(cursor: Cursor): Projection {
  const isDistinct = cursor.accept('DISTINCT');
  const isStar = cursor.accept('*');
  const items: Item[] = [];
  if (!isStar)
    do items.push(parseItem(cursor));
    while (cursor.accept(','));
  const orderBy: { expression: Expression; isDescending: boolean }[] = [];
  if (cursor.accept('ORDER', 'BY'))
    do {
      const expression = parseExpression(cursor);
      const isDescending = cursor.accept('DESC') || cursor.accept('DESCENDING');
      if (!isDescending) cursor.accept('ASC');
      orderBy.push({ expression, isDescending });
    } while (cursor.accept(','));
  const skip = cursor.accept('SKIP') ? parseExpression(cursor) : null;
  const limit = cursor.accept('LIMIT') ? parseExpression(cursor) : null;
  return { items, isStar, isDistinct, orderBy, skip, limit };
}

function parseItem(cursor: Cursor): Item {
  const words: string[] = [];
  // The column's name is the text as written, as far as tokens can tell it.
  const recorded: Cursor = {
    ...cursor,
    next() {
      words.push(cursor.peek().text);
      return cursor.next();
    },
    name() {
      words.push(cursor.peek().text);
      return cursor.name();
    },
    accept(...texts) {
      const accepted = cursor.accept(...texts);
      if (accepted) words.push(...texts);
      return accepted;
    },
    expect(text) {
      cursor.expect(text);
      words.push(text);
    },
  };
  const expression = parseExpression(recorded);
  return { expression, name: cursor.accept('AS') ? cursor.name() : words.join('') };
}
