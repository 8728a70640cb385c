import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { code } from './escape.ts';

/** Something broke on our side. Raw errors stay in the log; the reference finds them there. */
export function faultBlocks(action: string, reference: string): Content {
  const message = `hart could not answer ${code(action)}: something broke on its side.`;
  return {
    text: `${message} Reference ${reference}.`,
    blocks: [
      section(message),
      context(
        `Nothing was changed. An admin finds the cause in hart's log under ${code(reference)}.`,
      ),
    ],
  };
}
