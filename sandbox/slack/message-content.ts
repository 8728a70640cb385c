import { ApiRefusal, refuseFaults } from './api/refusal.ts';
import { checkBlocks } from './rules/block-rules.ts';
import { completeBlocks } from './rules/complete-blocks.ts';
import { isJson } from './rules/shapes.ts';
import type { Block, Json, Metadata } from './types.ts';

/** Slack cuts a posted text here, and refuses an edit beyond `editLimit`. */
export const postLimit = 40_000;
export const editLimit = 4000;
/** All blocks of a message together, as JSON. */
const blocksLimit = 13_200;
const attachmentLimit = 100;

export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
}

export interface RawContent {
  readonly text: string | undefined;
  readonly blocks: unknown;
  readonly attachments: unknown;
}

/** What a message may say, or Slack's refusal of it. */
export function checkContent(raw: RawContent): Content {
  const blocks = raw.blocks === undefined ? [] : raw.blocks;
  if (!Array.isArray(blocks)) throw new ApiRefusal('invalid_blocks_format');
  const attachments: unknown = raw.attachments ?? [];
  if (!Array.isArray(attachments) || !attachments.every(isJson))
    throw new ApiRefusal('invalid_attachments');
  if (attachments.length > attachmentLimit) throw new ApiRefusal('too_many_attachments');
  const text = raw.text ?? '';
  if (text === '' && blocks.length === 0 && attachments.length === 0)
    throw new ApiRefusal('no_text');
  const faults = [
    ...checkBlocks(blocks, 'message'),
    ...attachments.flatMap((each, index) =>
      each['blocks'] === undefined
        ? []
        : checkBlocks(each['blocks'], 'message', `/attachments/${index}/blocks`),
    ),
  ];
  if (faults.length > 0) refuseFaults('invalid_blocks', faults);
  if (JSON.stringify(blocks).length > blocksLimit) throw new ApiRefusal('msg_blocks_too_long');
  return {
    text,
    blocks: completeBlocks(blocks.filter(isJson)),
    attachments: attachments.map((each, index) => ({ id: index + 1, ...each })),
  };
}

/** Undefined: not given. Null: `{}`, which takes it away. */
export function checkMetadata(raw: unknown): Metadata | null | undefined {
  if (raw === undefined) return undefined;
  if (!isJson(raw)) throw new ApiRefusal('invalid_metadata_format');
  if (Object.keys(raw).length === 0) return null;
  const { event_type: type, event_payload: payload } = raw;
  if (typeof type !== 'string' || type === '' || !isJson(payload))
    throw new ApiRefusal('invalid_metadata_format');
  if (JSON.stringify(payload).length > 15_000) throw new ApiRefusal('metadata_too_large');
  return { event_type: type, event_payload: payload };
}
