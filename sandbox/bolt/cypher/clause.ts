import type { Expression } from './expression.ts';

export interface Item {
  readonly expression: Expression;
  /** The column's name: the alias, or the expression as written. */
  readonly name: string;
}

export interface Projection {
  readonly items: readonly Item[];
  /** `RETURN *` */
  readonly isStar: boolean;
  readonly isDistinct: boolean;
  readonly orderBy: readonly { readonly expression: Expression; readonly isDescending: boolean }[];
  readonly skip: Expression | null;
  readonly limit: Expression | null;
}

/** A pattern of one node: `(a:Atom {tenantId: $tenant})`. */
export interface NodePattern {
  readonly variable: string | null;
  readonly label: string | null;
  readonly properties: readonly { readonly name: string; readonly value: Expression }[];
}

export interface Yielded {
  readonly column: string;
  readonly alias: string;
}

export type Clause =
  | {
      readonly kind: 'show';
      readonly what: 'databases' | 'indexes' | 'constraints';
      /** Null: no YIELD; empty: `YIELD *`. */
      readonly yields: readonly Yielded[] | null;
      readonly where: Expression | null;
    }
  | {
      readonly kind: 'call';
      readonly procedure: string;
      readonly yields: readonly Yielded[] | null;
      readonly where: Expression | null;
    }
  | {
      readonly kind: 'match';
      readonly isOptional: boolean;
      readonly pattern: NodePattern;
      readonly where: Expression | null;
    }
  | { readonly kind: 'merge'; readonly pattern: NodePattern }
  /** With or without DETACH: nodes here have no relationships. */
  | { readonly kind: 'delete'; readonly variable: string }
  | { readonly kind: 'unwind'; readonly list: Expression; readonly variable: string }
  | { readonly kind: 'with'; readonly projection: Projection; readonly where: Expression | null }
  | { readonly kind: 'return'; readonly projection: Projection };
