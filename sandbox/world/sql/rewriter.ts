import type { Context, Handlers, Rewriter } from './context.ts';
import { aggregateHandlers } from './rewrite-aggregates.ts';
import { functionHandlers } from './rewrite-functions.ts';
import { selectHandlers } from './rewrite-select.ts';
import { valueHandlers } from './rewrite-values.ts';
import type { Node } from './tree.ts';
import { isBody, isNode, open } from './tree.ts';
import { unsupported } from './unsupported.ts';

/** The whitelist: an expression whose kind is not here is refused, never guessed. */
const handlers: Handlers = {
  ...valueHandlers,
  ...aggregateHandlers,
  ...functionHandlers,
  ...selectHandlers,
};

/** Objects with a single key that are not expressions. */
const wrappers = new Set(['this', 'expressions', 'ctes']);
const names = new Set('name column_aliases span to over_alias columns'.split(' '));

/** Rewrites the tree of one statement in place, from T-SQL's meaning to DuckDB's. */
export function createRewriter(context: Context): Rewriter {
  const rewriter: Rewriter = { context, expr, walk };

  function expr(node: Node): Node {
    const kinds = Object.keys(node);
    const handler =
      kinds.length === 1 && Object.hasOwn(handlers, kinds[0] ?? '')
        ? handlers[kinds[0] ?? '']
        : undefined;
    if (!handler) throw unsupported(kinds.join());
    return handler(open(node)[1], rewriter) ?? node;
  }

  /** Walks a plain structure; single-key objects are expressions, unless they are one of the wrappers. */
  function walk(part: unknown): void {
    if (Array.isArray(part)) {
      const items: unknown[] = part;
      items.forEach((item, index) => {
        items[index] = rewritten(item);
      });
      return;
    }
    if (!isBody(part)) return;
    for (const [key, value] of Object.entries(part)) {
      if (typeof value !== 'object' || value === null) continue;
      if (names.has(key) || key.endsWith('comments')) continue;
      if (key === 'alias' && !('this' in value && value.this)) continue;
      part[key] = rewritten(value);
    }
  }

  function rewritten(value: unknown): unknown {
    const keys = isBody(value) ? Object.keys(value) : [];
    if (isNode(value) && keys.length === 1 && !wrappers.has(keys[0] ?? '')) return expr(value);
    walk(value);
    return value;
  }

  return rewriter;
}
