import type { Context } from './context.ts';
import { typeOfTree } from './sql-type.ts';
import type { Node } from './tree.ts';
import { isNode, nameOf, open } from './tree.ts';

const textFunctions = new Set(
  'left right replace concat concat_ws ltrim rtrim trim db_name object_name schema_name quotename suser_sname original_login object_schema_name'.split(
    ' ',
  ),
);
const textKinds = new Set(['upper', 'lower', 'substring', 'string_agg', 'concat']);

/** Is this (not yet rewritten) expression certainly text? Decides between + and joining, and about trailing blanks. */
export function isText(node: Node, context: Context): boolean {
  const [kind, body] = open(node);
  const text = (part: Node | null | undefined) => (part ? isText(part, context) : false);
  switch (kind) {
    case 'literal':
      return isTextLiteral(node);
    case 'column': {
      const name = nameOf(body);
      return name.startsWith('@') && parameterIsText(name, context);
    }
    case 'cast':
    case 'try_cast':
      return body.to !== undefined && typeOfTree(body.to).duck === 'VARCHAR';
    case 'add':
      return text(body.left) || text(body.right);
    case 'paren':
      return isNode(body.this) && text(body.this);
    case 'coalesce':
      return (body.expressions ?? []).some(text);
    case 'case':
      return (body.whens ?? []).some(([, then]) => text(then));
    case 'function':
      return functionIsText(nameOf(body).toLowerCase(), body.args ?? [], context);
    default:
      return textKinds.has(kind);
  }
}

export function isTextLiteral(node: Node): boolean {
  const type = node.literal?.literal_type ?? '';
  return type.includes('string') && !type.includes('hex');
}

function functionIsText(name: string, args: Node[], context: Context): boolean {
  const [first] = args;
  if (first?.data_type && (name === 'convert' || name === 'try_convert')) {
    return typeOfTree(first.data_type).duck === 'VARCHAR';
  }
  if (first && name === 'isnull') return isText(first, context);
  return textFunctions.has(name);
}

function parameterIsText(name: string, context: Context): boolean {
  return context.params.get(name.slice(1).toLowerCase())?.duck === 'VARCHAR';
}
