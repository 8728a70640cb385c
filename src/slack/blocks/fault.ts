import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { code } from './escape.ts';

/** Something broke on our side. Raw errors stay in the log; the reference finds them there. */
export function faultBlocks(action: string, reference: string, changes: boolean): Content {
  const message = `hart could not answer ${code(action)}: something broke on its side.`;
  const done = changes
    ? 'What it had done by then stands in the audit log.'
    : 'Nothing was changed.';
  return {
    text: `${message} Reference ${reference}.`,
    blocks: [
      section(message),
      context(`${done} An admin finds the cause in hart's log under ${code(reference)}.`),
    ],
  };
}
