import { interactiveTypes } from './rules/element-rules.ts';
import { isJson, typedObjects } from './rules/shapes.ts';
import type { Block, Json } from './types.ts';

/** An element that a person can press or fill in, where it stands. */
export interface Element {
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  readonly element: Json;
  /** The input block around it, or null. */
  readonly input: Block | null;
}

export function findElements(blocks: readonly Block[]): readonly Element[] {
  return blocks.flatMap((block) => {
    if (Array.isArray(block['child_blocks']))
      return findElements(block['child_blocks'] as readonly Block[]);
    const input = block.type === 'input' ? block : null;
    return [...typedObjects(block)]
      .filter(({ value }) => interactiveTypes.has(String(value['type'])))
      .map(({ value }) => ({
        blockId: block.block_id,
        actionId: String(value['action_id']),
        type: String(value['type']),
        element: value,
        input,
      }));
  });
}

/** The options of a select, checkboxes or overflow, groups flattened. */
export function optionsOf(element: Json): readonly Json[] {
  const groups = Array.isArray(element['option_groups'])
    ? element['option_groups'].filter(isJson)
    : [];
  return [element['options'] ?? [], ...groups.map((group) => group['options'])]
    .flat()
    .filter(isJson);
}
