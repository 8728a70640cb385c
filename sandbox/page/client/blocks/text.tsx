import { isJson, word } from '../../../slack/rules/shapes.ts';
import { withMarks } from './marks.tsx';
import { Mrkdwn } from './mrkdwn.tsx';

/** A text object: `plain_text` as it is, `mrkdwn` drawn. */
export function Text({ value }: { readonly value: unknown }) {
  if (!isJson(value)) return null;
  const text = word(value['text']);
  return value['type'] === 'mrkdwn' ? <Mrkdwn text={text} /> : <>{withMarks(text)}</>;
}

/** Its words, for labels. */
export function plain(value: unknown): string {
  return isJson(value) ? word(value['text']) : '';
}
