import type { Refusal } from '../../domain/authority.ts';
import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';

/** A "no" with the rule behind it and the way out. Its words are ours already: what it quotes was escaped there. */
export function refusalBlocks({ message, hint, rule }: Refusal): Content {
  return {
    text: `${message} ${hint}`.trim(),
    blocks: [
      section(message),
      ...(hint === '' ? [] : [section(hint)]),
      context(`Refused by the rule \`${rule}\`.`),
    ],
  };
}
