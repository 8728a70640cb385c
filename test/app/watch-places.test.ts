import { describe, expect, it } from 'vitest';
import { placeTroubles, troubleWords } from '../../src/app/place-trouble.ts';
import { createPlaceWatch } from '../../src/app/watch-places.ts';
import { HOUR } from '../../src/domain/time.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { temporaryStore } from '../store/temporary-store.ts';

async function setUp(
  channels: readonly { readonly ops: string; readonly audit?: string }[] = [
    { ops: 'COPS', audit: 'CAUDIT' },
  ],
) {
  let clock = HOUR;
  const store = await temporaryStore({ now: () => clock });
  const log = fakeLogger();
  const look = createPlaceWatch({ channels, store, now: () => clock, log, kick: () => undefined });
  return {
    store,
    log,
    look,
    refuse: async (key: string, channel: string, why = 'is_archived') => {
      const base = { key, channel, thread: null, broadcast: false, lane: 'alert' } as const;
      await store.messages.want({ ...base, content: { text: key, blocks: [] } }, clock);
      await store.messages.rejected(key, { at: clock, why, version: 1, plain: false });
    },
    notices: async () =>
      (await store.messages.due(100)).filter(({ key }) => key.startsWith('closed-channel')),
    pass: (duration: number) => {
      clock += duration;
    },
  };
}

describe('a channel that takes nothing any more', () => {
  it('is told of in the audit channel, once, and again when it is well', async () => {
    const { store, look, refuse, notices, pass, log } = await setUp();
    await refuse('a', 'COPS');
    await look();
    await refuse('b', 'COPS');
    await look();
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ channel: 'CAUDIT', lane: 'critical' });
    expect(notice?.content.text).toContain('<#COPS>: the channel is archived (`is_archived`)');
    expect(notice?.content.text).toContain('2 messages of hart wait');
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);

    pass(HOUR);
    await store.messages.reconsider();
    await look();
    expect((await notices())[0]?.content.text).toContain('takes nothing');
    for (const key of ['a', 'b']) await store.messages.sent(key, '1.1', 1, 2 * HOUR);
    await look();
    expect(await notices()).toMatchObject([
      { content: { text: expect.stringContaining('takes messages in <#COPS> again, after 1 h') } },
    ]);
  });

  it.each<[string, readonly { ops: string; audit?: string }[], readonly string[], string | null]>([
    ['has no audit channel', [{ ops: 'COPS' }, { ops: 'COTHER' }], ['COPS'], 'COTHER'],
    [
      'has one that is closed too',
      [{ ops: 'COPS', audit: 'CAUDIT' }, { ops: 'COTHER' }],
      ['COPS', 'CAUDIT'],
      'COTHER',
    ],
    ['is the only one', [{ ops: 'COPS' }], ['COPS'], null],
  ])('is told of elsewhere where it %s', async (_, channels, closed, place) => {
    const { look, refuse, notices, log } = await setUp(channels);
    for (const channel of closed) await refuse(`in ${channel}`, channel, 'not_in_channel');
    await look();
    const places = new Set((await notices()).map(({ channel }) => channel));
    expect([...places]).toEqual(place === null ? [] : [place]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(closed.length);
  });

  it('is none where only a message was refused', () => {
    const refused = { key: 'a', channel: 'COPS', at: 1 };
    expect(placeTroubles([{ ...refused, why: 'invalid_blocks' }])).toEqual([]);
    const [trouble] = placeTroubles([{ ...refused, why: 'channel_not_found' }]);
    expect(trouble && troubleWords(trouble)).toBe(
      'Slack refuses COPS (channel_not_found): there is no such channel, or the bot was removed from it, 1 message waits',
    );
  });
});
