import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReplay } from '../../src/alerting/parse-replay.ts';
import { replay } from '../../src/alerting/replay.ts';
import { type RenderedMessage, renderReplay } from '../../src/app/render-replay.ts';

const fixtures = new URL('../fixtures/replay/', import.meta.url);

function inputOf(name: string, changed: object = {}) {
  const file: object = JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
  const parsed = parseReplay({ ...file, ...changed });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.complaints));
  return parsed.input;
}

function written(messages: readonly RenderedMessage[]): string {
  return messages
    .map(({ at, action, key, thread, broadcast, text, blocks }) =>
      [
        `${at} ${action} ${key}${thread === null ? '' : ' (reply)'}${broadcast ? ' (in the channel too)' : ''}`,
        text,
        JSON.stringify(blocks, null, 1),
      ].join('\n'),
    )
    .join('\n\n');
}

/** What a person reads of the messages: without buttons, which the story to the letter has. */
function read(messages: readonly RenderedMessage[]): string {
  return messages
    .map(({ at, action, key, thread, broadcast, text, blocks }) => {
      const place = `${thread === null ? '' : ' (reply)'}${broadcast ? ' (in the channel too)' : ''}`;
      const shown = blocks
        .filter(({ type }) => type !== 'actions')
        .map((block) => `  ${textsIn(block).join(' | ')}`);
      return [`${at} ${action} ${key.replace(/^incident:/, '')}${place}`, text, ...shown].join(
        '\n',
      );
    })
    .join('\n\n');
}

function textsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]: readonly [string, unknown]) =>
    name === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}

describe('a rendered replay', () => {
  it('says what Slack would have been given, to the letter', async () => {
    const text = written(renderReplay(inputOf('queue-backlog.json')));
    await expect(`${text}\n`).toMatchFileSnapshot(new URL('queue-backlog.txt', fixtures).pathname);
  });

  it.each([
    ['seventeen at once, of which one gets worse', 'storm'],
    ['one that comes and goes', 'flap'],
    ['a server that is down, and what it holds back', 'server-down'],
    ['alerts that end well, vanish, and are found no more', 'endings'],
  ])('tells of %s', async (_, name) => {
    const text = read(renderReplay(inputOf(`${name}.json`)));
    await expect(`${text}\n`).toMatchFileSnapshot(new URL(`${name}.txt`, fixtures).pathname);
  });

  it('has one live root an incident, and a message at each notification of the replay', () => {
    const input = inputOf('queue-backlog.json');
    const messages = renderReplay(input);
    const roots = messages.filter(({ thread, action }) => thread === null && action === 'post');
    expect(roots).toHaveLength(1);
    const moments = new Set(messages.map(({ at }) => at));
    for (const { at } of replay(input).notifications) expect(moments).toContain(at);
  });

  it('is the same each time', () => {
    const [one, other] = [1, 2].map(() => written(renderReplay(inputOf('queue-backlog.json'))));
    expect(one).toBe(other);
  });

  it('says nothing of what is silenced, until the silence is over', () => {
    const silence = {
      matchers: { alert: 'queue-backlog' },
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-01T00:10:00Z',
    };
    const messages = renderReplay(inputOf('queue-backlog.json', { silences: [silence] }));
    expect(messages[0]?.at).toBe('2026-01-01T00:10:00Z');
  });

  it('ends where the file does', () => {
    const messages = renderReplay(inputOf('queue-backlog.json', { until: '2026-01-01T00:05:00Z' }));
    expect(messages.at(-1)?.at).toBe('2026-01-01T00:01:30Z');
  });
});
