import type { Json } from '../types.ts';
import type { ViewContent } from '../view-store.ts';
import { checkBlocks } from './block-rules.ts';
import { completeBlocks } from './complete-blocks.ts';
import {
  anything,
  type BlockFault,
  boolean,
  isJson,
  jsonList,
  object,
  oneOf,
  string,
} from './shapes.ts';
import { plainText } from './text-rules.ts';

const shared = {
  callback_id: string(255),
  private_metadata: string(3000),
  external_id: string(255),
};

const modal = object(
  { type: oneOf('modal'), title: plainText(24), blocks: anything },
  {
    ...shared,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
  (view, pointer) => {
    const blocks = view['blocks'];
    const hasInput =
      Array.isArray(blocks) && blocks.some((each) => isJson(each) && each['type'] === 'input');
    return hasInput && view['submit'] === undefined
      ? [
          {
            pointer,
            message: 'missing required field: submit (a modal with input blocks needs one)',
          },
        ]
      : [];
  },
);
const home = object({ type: oneOf('home'), blocks: anything }, shared);

/** Everything in this view that Slack would refuse. */
export function checkView(view: unknown, type: 'modal' | 'home'): readonly BlockFault[] {
  const faults = (type === 'modal' ? modal : home)(view, '/view');
  if (faults.length > 0) return faults;
  return checkBlocks(isJson(view) ? view['blocks'] : undefined, type, '/view/blocks');
}

/** A checked view as the store keeps it. */
export function viewContent(view: Json): ViewContent {
  const text = (key: string) => (typeof view[key] === 'string' ? view[key] : '');
  const part = (key: string) => (isJson(view[key]) ? view[key] : null);
  return {
    type: view['type'] === 'home' ? 'home' : 'modal',
    title: part('title'),
    submit: part('submit'),
    close: part('close'),
    callbackId: text('callback_id'),
    privateMetadata: text('private_metadata'),
    externalId: text('external_id'),
    clearOnClose: view['clear_on_close'] === true,
    notifyOnClose: view['notify_on_close'] === true,
    blocks: completeBlocks(jsonList(view['blocks'])),
  };
}
