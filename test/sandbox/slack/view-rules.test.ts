import { describe, expect, it, test } from 'vitest';
import { checkView } from '../../../sandbox/slack/rules/view-rules.ts';
import { input, letters, many } from './block-samples.ts';
import { plain } from './harness.ts';

const modal = (extra: object) => ({ type: 'modal', title: plain('Title'), blocks: [], ...extra });

describe('views', () => {
  const cases: readonly [name: string, view: object, said: string][] = [
    ['a title of more than 24', modal({ title: plain(letters(25)) }), 'less than 25'],
    ['a submit of more than 24', modal({ submit: plain(letters(25)) }), 'less than 25'],
    [
      'private_metadata of more than 3000',
      modal({ private_metadata: letters(3001) }),
      'less than 3001',
    ],
    ['a callback_id of more than 255', modal({ callback_id: letters(256) }), 'less than 256'],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title'],
    ['inputs without a submit', modal({ blocks: [input({ type: 'plain_text_input' })] }), 'submit'],
    ['a home as a modal', { type: 'home', title: plain('t'), blocks: [] }, 'must be one of: modal'],
    [
      'more than 100 blocks',
      modal({ blocks: many(101, () => ({ type: 'divider' })) }),
      'no more than 100',
    ],
  ];
  test.each(cases)('refuses %s', (_, view, said) => {
    expect(
      checkView(view, 'modal')
        .map(({ message }) => message)
        .join('\n'),
    ).toContain(said);
  });
  it('takes the longest that may be', () => {
    const view = modal({
      title: plain(letters(24)),
      private_metadata: letters(3000),
      callback_id: letters(255),
    });
    expect(checkView(view, 'modal')).toEqual([]);
  });
});
