import { newId } from '../ids.ts';
import type { Block, Json } from '../types.ts';
import { interactiveTypes } from './element-rules.ts';
import { isJson, word } from './shapes.ts';

/** The same blocks with the ids that Slack gives to what has none. */
export function completeBlocks(blocks: readonly Json[]): readonly Block[] {
  return blocks.map((block) => ({
    ...withActionIds(block),
    type: word(block['type']),
    block_id: word(block['block_id']) || newId(''),
  }));
}

function withActionIds(value: Json): Json {
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, inside(entry)]),
  );
  const interactive = interactiveTypes.has(word(value['type']));
  return interactive && word(copy['action_id']) === '' ? { ...copy, action_id: newId('') } : copy;
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isJson(value) ? withActionIds(value) : value;
}
