import type { Json } from '../types.ts';
import { interactiveTypes } from './element-rules.ts';
import { type BlockFault, typedObjects, word } from './shapes.ts';

/** All markdown blocks of a message together. */
const markdownCharacters = 12_000;

/** What holds among the blocks of one message or view, each being sound by itself. */
export function checkTogether(blocks: readonly Json[], pointer: string): readonly BlockFault[] {
  return [...checkIds(blocks, pointer), ...checkCounts(blocks, pointer)];
}

function checkIds(blocks: readonly Json[], pointer: string): readonly BlockFault[] {
  const blockIds = new Set<string>();
  const faults: BlockFault[] = [];
  for (const [index, each] of blocks.entries()) {
    const own = word(each['block_id']);
    if (own !== '' && blockIds.has(own)) {
      faults.push({
        pointer: `${pointer}/${index}/block_id`,
        message: `block_id "${own}" already exists`,
      });
    }
    blockIds.add(own);
    const actionIds = new Set<string>();
    for (const { value, pointer: at } of typedObjects(each, `${pointer}/${index}`)) {
      const action = word(value['action_id']);
      if (action === '' || !interactiveTypes.has(word(value['type']))) continue;
      if (actionIds.has(action))
        faults.push({ pointer: at, message: `action_id "${action}" already exists` });
      actionIds.add(action);
    }
  }
  return faults;
}

function checkCounts(blocks: readonly Json[], pointer: string): readonly BlockFault[] {
  const count = (...types: readonly string[]) =>
    blocks.filter((each) => types.includes(word(each['type']))).length;
  const faults: BlockFault[] = [];
  if (count('data_visualization') > 2)
    faults.push({ pointer, message: 'no more than 2 data_visualization blocks allowed' });
  if (count('plan') > 0 && count('task_card') > 0)
    faults.push({ pointer, message: 'a plan cannot stand beside bare task cards' });
  if (count('table', 'data_table') > 1) faults.push({ pointer, message: 'only_one_table_allowed' });
  const written = blocks.filter((each) => each['type'] === 'markdown');
  const characters = written.reduce((sum, each) => sum + word(each['text']).length, 0);
  if (characters > markdownCharacters)
    faults.push({
      pointer,
      message: `markdown blocks must be less than ${markdownCharacters + 1} characters in total`,
    });
  return faults;
}
