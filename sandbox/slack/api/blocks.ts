import { checkContent } from '../message-content.ts';
import { checkBlocks } from '../rules/block-rules.ts';
import { isJson } from '../rules/shapes.ts';
import { checkView } from '../rules/view-rules.ts';
import type { SlackState } from '../state.ts';
import type { Json } from '../types.ts';
import type { Args } from './args.ts';
import { ApiRefusal, refuseFaults } from './refusal.ts';

/** Checks `blocks`, a `message` or a `view` without posting it. */
export function validateBlocks(_state: SlackState, args: Args): Json {
  const view = args.json('view', 'invalid_arguments');
  const message = args.json('message', 'invalid_arguments');
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (isJson(view)) {
    const faults = checkView(view, view['type'] === 'home' ? 'home' : 'modal');
    if (faults.length > 0) refuseFaults('invalid_arguments', faults);
  } else if (isJson(message)) {
    const text = message['text'];
    checkContent({
      text: typeof text === 'string' ? text : undefined,
      blocks: message['blocks'],
      attachments: message['attachments'],
    });
  } else if (blocks === undefined) {
    throw new ApiRefusal('invalid_arguments');
  } else {
    const faults = checkBlocks(blocks, 'message');
    if (faults.length > 0) refuseFaults('invalid_blocks', faults);
  }
  return {};
}
