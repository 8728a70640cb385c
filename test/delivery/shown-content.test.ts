import { describe, expect, it } from 'vitest';
import { shownContent } from '../../src/delivery/shown-content.ts';
import type { Block } from '../../src/domain/message.ts';
import type { OutboxEntry } from '../../src/domain/outbox.ts';
import { outboxEntry } from './outbox-entry.ts';

const section: Block = { type: 'section' };
const link = 'https://example.slack.com/archives/COPS/p11';

function entry(blocks: readonly Block[], more: Partial<OutboxEntry>): OutboxEntry {
  return outboxEntry('m', { content: { text: 'down', blocks }, ...more });
}

describe('what is shown of a message', () => {
  it('is its content', () => {
    expect(shownContent(entry([section], {}), link)).toEqual({ text: 'down', blocks: [section] });
  });

  it('is its text alone where Slack refused the blocks', () => {
    expect(shownContent(entry([section], { plain: true }), link)).toEqual({
      text: 'down',
      blocks: [],
    });
  });

  it('links the message that it replaces', () => {
    const { text, blocks } = shownContent(entry([section], { replacedTs: '1.1' }), link);
    expect(text).toBe('down');
    expect(blocks).toHaveLength(2);
    expect(JSON.stringify(blocks[1])).toContain(`<${link}|an earlier message>`);
  });

  it('links it in the text where there are no blocks', () => {
    const { text, blocks } = shownContent(
      entry([section], { replacedTs: '1.1', plain: true }),
      link,
    );
    expect(text).toContain(link);
    expect(blocks).toEqual([]);
  });

  it('says so without a link where none is known', () => {
    const { blocks } = shownContent(entry([section], { replacedTs: '1.1' }), null);
    expect(JSON.stringify(blocks)).toContain('This replaces an earlier message');
  });

  it('never has more than 50 blocks', () => {
    const many = Array.from({ length: 50 }, () => section);
    expect(shownContent(entry(many, { replacedTs: '1.1' }), link).blocks).toEqual(many);
  });
});
