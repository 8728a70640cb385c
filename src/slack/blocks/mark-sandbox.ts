import type { Block, Content } from '../../domain/message.ts';
import { context } from './elements.ts';

const line = '*SANDBOX*: a simulation. Nothing here is real.';

/** Marks a message of the sandbox, at the top and in its text, so that nobody takes it for the real thing. */
export function markSandbox({ text, blocks }: Content): Content {
  return {
    text: text.startsWith('SANDBOX') ? text : `SANDBOX ${text}`,
    blocks: markSandboxBlocks(blocks),
  };
}

/** The same for views, which have no text. */
export function markSandboxBlocks(blocks: readonly Block[]): readonly Block[] {
  const marked = JSON.stringify(blocks[0] ?? null).includes(line);
  return marked ? blocks : [context(line), ...blocks];
}
