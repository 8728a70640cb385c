import { describe, expect, it } from 'vitest';
import { table } from '../../../src/slack/blocks/table.ts';
import { untabled } from '../../../src/slack/blocks/untabled.ts';
import { readBlock } from './read-message.ts';

function lines(titles: readonly string[], ...rows: readonly (readonly string[])[]): string {
  const block = table(
    titles.map((title) => ({ title })),
    rows,
  );
  return untabled(block).flatMap(readBlock).join('\n');
}

describe('a table where Slack takes none', () => {
  it.each([
    [
      'with a mark first',
      ['State', 'queue', 'depth (warning > 1,000)', 'oldest'],
      ['🟡', 'ActQueue', '1,200', '4 s'],
      '🟡 *ActQueue*  depth 1,200 · oldest 4 s',
    ],
    [
      'with a name first',
      ['Command', 'What'],
      ['/hart ack', 'takes it'],
      '*/hart ack*  What takes it',
    ],
    ['with empty cells', ['State', 'queue', 'depth', 'trend'], ['🟢', 'Act', '', '–'], '🟢 *Act*'],
    [
      'with markup in it',
      ['State', 'a', 'b'],
      ['🟢', '<x>', 'y & z'],
      '🟢 *&lt;x&gt;*  b y &amp; z',
    ],
    [
      'with many columns',
      ['State', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      ['🟢', 'A', '1', '2', '3', '4', '5', '6', '7'],
      '🟢 *A*  b 1 · c 2 · d 3 · e 4 · f 5 · and 2 more',
    ],
  ])('%s', (_, titles, row, words) => {
    expect(lines(titles, row)).toBe(words);
  });

  it('leaves every other block as it is', () => {
    const block = { type: 'divider' };
    expect(untabled(block)).toEqual([block]);
  });
});
