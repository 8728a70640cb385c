import { RespondError } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { notice } from '../../src/slack/blocks/notice.ts';
import { createReply, type Respond } from '../../src/slack/reply.ts';
import { createViewMemory } from '../../src/slack/view-memory.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';

type Said = Parameters<Respond>[0];

function replying(respond?: Respond, replaceOriginal = false) {
  const said: Said[] = [];
  const reply = createReply({
    respond: async (message) => {
      said.push(message);
      return respond?.(message);
    },
    finish: (content) => content,
    logger: fakeLogger(),
    replaceOriginal,
  });
  return { said, reply };
}

describe('a reply', () => {
  it('is ephemeral; what follows replaces it', async () => {
    const { said, reply } = replying();
    await reply.show(notice('first'));
    await reply.last(notice('second'));

    expect(said.map(({ text, replace_original }) => [text, replace_original])).toEqual([
      ['first', false],
      ['second', true],
    ]);
    expect(said.every(({ response_type }) => response_type === 'ephemeral')).toBe(true);
  });

  it('replaces from the start the message whose button was clicked', async () => {
    const { said, reply } = replying(undefined, true);
    await reply.last(notice('only'));

    expect(said[0]?.replace_original).toBe(true);
  });

  it('keeps a use for the last word however much there is to show', async () => {
    const { said, reply } = replying();
    for (let turn = 0; turn < 10; turn += 1) await reply.show(notice(`step ${turn}`));
    await reply.last(notice('the end'));

    expect(said).toHaveLength(4);
    expect(said.at(-1)?.text).toBe('the end');
  });

  it('shows one moment only when the work takes longer', async () => {
    const { said, reply } = replying();
    await reply.meanwhile(Promise.resolve(1), notice('one moment'));
    expect(said).toHaveLength(0);
    const slow = new Promise((resolve) => setTimeout(resolve, 1200));
    await reply.meanwhile(slow, notice('one moment'));
    await reply.last(notice('done'));

    expect(said.map(({ text }) => text)).toEqual(['one moment', 'done']);
  });

  it('tries plainer blocks when Slack refuses, and never throws', async () => {
    const { said, reply } = replying(() => Promise.reject(new RespondError('invalid_blocks', 400)));
    await reply.last(notice('words'));

    expect(said).toHaveLength(3);
    expect(said.at(-1)?.blocks).toEqual(notice('words').blocks);
  });

  it('takes an answer of 200 with "ok": false for a refusal', async () => {
    const { said, reply } = replying(async () =>
      Response.json({ ok: false, error: 'invalid_blocks' }),
    );
    await reply.last(notice('words'));

    expect(said).toHaveLength(3);
  });

  it('does not try again when nobody answers', async () => {
    const { said, reply } = replying(() => Promise.reject(new TypeError('fetch failed')));
    await reply.last(notice('words'));

    expect(said).toHaveLength(1);
  });
});

describe('the memory of views', () => {
  const view = { command: 'status', args: [], environment: 'production', content: null };

  it('keeps what was shown under an id that says nothing', () => {
    const memory = createViewMemory(() => 0);
    const id = memory.open(view);
    memory.update(id, notice('shown'));

    expect(memory.get(id)).toMatchObject({ ...view, content: notice('shown') });
    expect(id).not.toContain('status');
    expect(memory.get('view-other')).toBeNull();
  });

  it('forgets after two hours, and the oldest of too many', () => {
    let now = 0;
    const memory = createViewMemory(() => now);
    const first = memory.open(view);
    const ids = Array.from({ length: 500 }, () => memory.open(view));
    expect(memory.get(first)).toBeNull();
    expect(memory.get(ids.at(-1) ?? '')).not.toBeNull();
    now += 3 * 3_600_000;
    memory.open(view);
    expect(memory.get(ids.at(-1) ?? '')).toBeNull();
  });
});
