import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { NamedObject } from './access.ts';
import type { Context, Site } from './context.ts';
import { Dialect, generate, parse } from './polyglot.ts';
import { outputName, outputsOf, selectsAll } from './rewrite-select.ts';
import { createRewriter } from './rewriter.ts';
import type { SqlType } from './sql-type.ts';
import type { Body, Node } from './tree.ts';
import { isBody, isNode, nameOf, open, present } from './tree.ts';
import { unsupported } from './unsupported.ts';

/** One statement, ready for DuckDB. */
export interface Translation {
  readonly kind: 'select' | 'view';
  readonly sql: string;
  /** The columns' names; null where DuckDB knows them (SELECT *). */
  readonly columns: readonly string[] | null;
  readonly objects: readonly NamedObject[];
  readonly sites: ReadonlyMap<string, Site>;
}

export interface TranslateOptions {
  readonly database: string;
  readonly params: ReadonlyMap<string, SqlType>;
  readonly filters: ReadonlyMap<string, string>;
}

/** T-SQL text → DuckDB statements. Throws SqlServerError 102 for what does not parse, a `sandbox:` one for the rest. */
export function translate(text: string, options: TranslateOptions): Translation[] {
  const result = parse(text, Dialect.TSQL);
  if (!result.success) throw syntaxError(result.error ?? '', result.errorLine ?? 1, text);
  const statements: unknown[] = Array.isArray(result.ast) ? result.ast : [result.ast];
  return statements.filter(isNode).flatMap((node) => translateStatement(node, options) ?? []);
}

function translateStatement(node: Node, options: TranslateOptions): Translation | undefined {
  const [kind, body] = open(node);
  // SET LOCK_TIMEOUT and its like have no effect on a SELECT here.
  if (kind === 'set_statement') return undefined;
  const context: Context = {
    ...options,
    objects: new Map(),
    sites: new Map(),
    ctes: new Set(),
    outputs: new WeakMap(),
    nested: kind === 'create_view',
  };
  if (kind === 'create_view') return translateView(body, context);
  if (!['select', 'union', 'except', 'intersect'].includes(kind)) throw unsupported(kind);
  const columns = columnsOf(node);
  const holder = { query: node };
  createRewriter(context).walk(holder);
  return { kind: 'select', sql: toDuckDb(holder.query), columns, ...gathered(context) };
}

function columnsOf(node: Node): string[] | null {
  let first = node;
  while (!first.select) first = present(open(first)[1].left);
  return selectsAll(first.select) ? null : present(first.select.expressions).map(outputName);
}

function translateView(body: Body, context: Context): Translation {
  const target: unknown = body.name;
  const view = isBody(target) ? target : body;
  const schema = view.schema?.name ?? 'dbo';
  const holder = { query: present(body.query) };
  createRewriter(context).walk(holder);
  const listed = (body.columns ?? []).map((column: unknown) => {
    const named: unknown = isBody(column) ? column.name : null;
    return isBody(named) ? nameOf(named) : String(named);
  });
  const columns = listed.length > 0 ? listed : (outputsOf(holder.query, context) ?? []);
  const list = columns.length > 0 ? `(${columns.map((column) => `"${column}"`).join()})` : '';
  const create = body.or_alter ? 'CREATE OR REPLACE VIEW' : 'CREATE VIEW';
  const sql = `${create} ${schema}.${nameOf(view)}${list} AS ${toDuckDb(holder.query)}`;
  return { kind: 'view', sql, columns: null, ...gathered(context) };
}

function gathered(context: Context) {
  const { objects, sites } = context;
  return { objects: [...objects.values()], sites };
}

function toDuckDb(node: Node): string {
  const generated = generate([node], Dialect.DuckDB);
  const sql = generated.sql?.[0];
  if (!generated.success || sql === undefined) throw unsupported(generated.error ?? 'this');
  return sql;
}

/** The parser's own bounds are no error of syntax. */
function syntaxError(message: string, line: number, text: string): SqlServerError {
  if (/complexity|depth|limit|guard/i.test(message)) return unsupported(message);
  const near = /near ['"]?([^'"\s]+)['"]?|found ['"]?([^'"\s]+)/i.exec(message);
  const word = near?.[1] ?? near?.[2] ?? text.trim().split(/\s+/).at(-1) ?? '';
  const keyword = /^(FROM|WHERE|SELECT|JOIN|ON|GROUP|ORDER|AS|AND|OR|BY|OFF)$/i.test(word);
  return new SqlServerError({
    number: keyword ? 156 : 102,
    class: 15,
    message: keyword
      ? `Incorrect syntax near the keyword '${word}'.`
      : `Incorrect syntax near '${word}'.`,
    line,
  });
}
