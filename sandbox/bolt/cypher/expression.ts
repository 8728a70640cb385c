import type { Value } from '../value.ts';

export type Binary =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'AND'
  | 'OR'
  | 'XOR'
  | 'IN'
  | 'STARTS WITH'
  | 'ENDS WITH'
  | 'CONTAINS';

/** A Cypher expression. `text` names the column that it makes when it has no alias. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'property'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'element'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'not' | 'negative' | 'is-null' | 'is-not-null'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly sign: Binary;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly isDistinct: boolean;
      /** `count(*)` */
      readonly isStar: boolean;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: 'case';
      readonly whens: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression;
    };

/** Functions that look at many rows. */
export const aggregates: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'collect',
]);

/** Whether an expression looks at many rows. */
export function isAggregate(expression: Expression): boolean {
  if (expression.kind === 'call' && aggregates.has(expression.name)) return true;
  return partsOf(expression).some(isAggregate);
}

/** The expressions within an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'property':
    case 'not':
    case 'negative':
    case 'is-null':
    case 'is-not-null':
      return [expression.of];
    case 'element':
      return [expression.of, expression.index];
    case 'list':
      return expression.items;
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
    case 'case':
      return [
        ...expression.whens.flatMap(({ when, result }) => [when, result]),
        expression.otherwise,
      ];
    default:
      return [];
  }
}
