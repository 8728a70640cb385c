import type { NamedObject } from './access.ts';
import type { SqlType } from './sql-type.ts';
import type { Body, Name, Node } from './tree.ts';
import { lineOf } from './tree.ts';

/** A name in the statement, as it was written and where. */
export interface Site {
  readonly written: string;
  readonly line: number;
}

/** What the rewriting of one statement knows and gathers. */
export interface Context {
  /** The database that unqualified names are looked up in. */
  readonly database: string;
  readonly params: ReadonlyMap<string, SqlType>;
  /** Conditions that restrict the rows of an object, by `objectKey`. */
  readonly filters: ReadonlyMap<string, string>;
  readonly objects: Map<string, NamedObject>;
  readonly sites: Map<string, Site>;
  readonly ctes: Set<string>;
  /** Output names of a SELECT whose aliases were hidden. */
  readonly outputs: WeakMap<Body, string[]>;
  /** Below the outermost SELECT. */
  nested: boolean;
}

/** Rewrites expressions; hands itself to the handlers so that they can go on below. */
export interface Rewriter {
  readonly context: Context;
  readonly expr: (node: Node) => Node;
  readonly walk: (part: unknown) => void;
}

/** Replaces an expression of its kind; null keeps the node, whose children the handler has rewritten. */
export type Handler = (body: Body, rewriter: Rewriter) => Node | null;
export type Handlers = Readonly<Record<string, Handler>>;

export function objectKey(object: NamedObject): string {
  return `${object.database}.${object.schema}.${object.name}`.toLowerCase();
}

/** Remembers where a name stands, for the line of an error. The first place wins. */
export function remember(context: Context, at: Body | Name, name: string, written = name): void {
  const key = name.toLowerCase();
  if (!context.sites.has(key)) context.sites.set(key, { written, line: lineOf(at) });
}
