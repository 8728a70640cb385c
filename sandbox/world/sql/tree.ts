/**
 * The syntax tree as the parser hands it over: plain JSON, one object an expression, with a single key that names its
 * kind. Only what the rewriting looks at is named here.
 */
export interface Node {
  alias?: Body;
  column?: Body;
  literal?: Body;
  cast?: Body;
  function?: Body;
  paren?: Body;
  select?: Body;
  star?: Body;
  string_agg?: Body;
  aggregate_function?: Body;
  eq?: Body;
  var?: Body;
  data_type?: Body;
  table?: Body;
  [kind: string]: Body | undefined;
}

export interface Name {
  name: string;
  quoted?: boolean;
  span?: { line: number } | null;
}

/** What an expression is made of. Which fields are there depends on its kind. */
export interface Body {
  span?: { line: number } | null;
  this?: Node | string | null;
  left?: Node;
  right?: Node;
  low?: Node;
  high?: Node;
  operand?: Node | null;
  condition?: Node;
  true_value?: Node;
  false_value?: Node | null;
  else_?: Node | null;
  whens?: [Node, Node][];
  expressions?: Node[];
  args?: Node[];
  query?: Node | null;
  over?: object;
  separator?: Node | null;
  start?: Node;
  length?: Node | number | null;
  precision?: number | null;
  scale?: number | null;
  real_spelling?: boolean;
  distinct?: boolean | null;
  desc?: boolean;
  star?: boolean;
  escape?: Node | null;
  quantifier?: unknown;
  not?: boolean;
  zone?: Node;
  method?: Name;
  /** The type of a CAST, as the type of a CONVERT is: its name in `data_type`. */
  to?: Body;
  data_type?: string;
  literal_type?: string;
  value?: string;
  name?: Name | string;
  table?: Name | null;
  schema?: Name | null;
  catalog?: Name | null;
  alias?: Name | null;
  alias_explicit_as?: boolean;
  column_aliases?: Name[];
  columns?: Name[];
  hints?: unknown[];
  style?: string;
  joins?: { kind: string; this?: Node; on?: Node | null }[];
  from?: { expressions: Node[] } | null;
  order_by?: OrderBy | null;
  top?: { this: Node; percent?: boolean; with_ties?: boolean } | null;
  fetch?: { count?: Node } | null;
  offset?: { this: Node; rows?: unknown } | null;
  limit?: { this: Node } | null;
  option?: unknown;
  with?: With | null;
  or_alter?: boolean;
  [more: string]: unknown;
}

export interface OrderBy {
  expressions: { this: Node; desc?: boolean }[];
}

export interface With {
  recursive?: boolean;
  ctes: Cte[];
}

export interface Cte {
  alias: Name;
  columns: Name[];
  this: Node;
}

/** The kind of an expression and what it is made of. */
export function open(node: Node): [kind: string, body: Body] {
  const entries = Object.entries(node);
  const [first] = entries;
  if (entries.length !== 1 || first?.[1] === undefined) {
    throw new TypeError(`not an expression: ${Object.keys(node).join()}`);
  }
  return [first[0], first[1]];
}

export function isNode(value: unknown): value is Node {
  return isBody(value);
}

/** An object of JSON. */
export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The operand of an expression that must have one. */
export function inner(body: Body): Node {
  return present(isNode(body.this) ? body.this : undefined);
}

export function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new TypeError('the syntax tree lacks a part');
  return value;
}

/** A name as text, whether the tree holds it bare or wrapped. */
export function nameOf(body: Body): string {
  return typeof body.name === 'string' ? body.name : (body.name?.name ?? '');
}

/** The line a name stands on, from 1. */
export function lineOf(at: Body | Name): number {
  const own = at.span?.line;
  if (own !== undefined) return own;
  return typeof at.name === 'object' ? (at.name.span?.line ?? 1) : 1;
}

/** Text that goes into the generated statement as it is. */
export function raw(text: string): Node {
  return { var: { this: text } };
}

export function call(name: string, ...args: Node[]): Node {
  return {
    function: {
      name,
      args,
      distinct: false,
      trailing_comments: [],
      use_bracket_syntax: false,
      no_parens: false,
      quoted: false,
    },
  };
}

export function castTo(node: Node, duckType: string): Node {
  return {
    cast: {
      this: node,
      to: { data_type: 'custom', name: duckType },
      trailing_comments: [],
      double_colon_syntax: false,
      format: null,
      default: null,
    },
  };
}

export function binary(kind: string, left: Node, right: Node): Node {
  return {
    [kind]: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
  };
}

export function textLiteral(value: string): Node {
  return { literal: { literal_type: 'string', value } };
}

export function quotedName(name: string): Name & { trailing_comments: string[] } {
  return { name, quoted: true, trailing_comments: [] };
}
