import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import type { DigestView } from '../../src/domain/digest-view.ts';
import { DAY } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/open-store.ts';
import { loadDigests, loadTasks } from '../../src/watching/digest-store.ts';
import { sendDigest } from '../../src/watching/send-digest.ts';
import { signOff } from '../../src/watching/sign-off.ts';
import { aDigest } from '../fakes/views.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const environment = 'production';
const eight = Date.parse('2026-11-23T08:00:00Z');
const task = 'production/backup-completion/2026-11-23';

function write({ tasks }: DigestView) {
  const words = tasks.map(({ title, state, signedBy }) =>
    `${title}: ${state} ${signedBy ?? ''}`.trim(),
  );
  return { text: words.join('\n'), blocks: [] };
}

function send(store: Store, now: number) {
  return sendDigest({
    environment,
    channel: 'COPS',
    schedule: { kind: 'daily', time: '08:00', zone: 'UTC' },
    offset: zoneOffset,
    now: () => now,
    bornAt: 0,
    store,
    tell: async ({ to }) => ({ view: aDigest({ to }), verdicts: new Map() }),
    write,
  });
}

const sign = (store: Store, person: string, now = eight + 5000) =>
  signOff({ environment, task, person, now, store, write });

const texts = async (store: Store) => {
  const due = await store.messages.due(10);
  return due.map(({ content }) => content.text);
};

describe('signing a task off', () => {
  it('ticks it and edits the digest that shows it', async () => {
    const store = await temporaryStore();
    await send(store, eight);
    expect(await sign(store, 'otto')).toMatchObject({ isNew: true, task: { signedBy: 'otto' } });
    expect(await texts(store)).toEqual([
      expect.stringContaining('Verify backup completion: signed otto'),
    ]);
    expect((await store.messages.byKey('digest:daily:production:2026-11-23'))?.version).toBe(2);
  });

  it('counts once: of two at the same time the second finds it done', async () => {
    const store = await temporaryStore();
    await send(store, eight);
    const [first, second] = await Promise.all([sign(store, 'otto'), sign(store, 'vera')]);
    expect([first?.isNew, second?.isNew]).toEqual([true, false]);
    expect(second?.task.signedBy).toBe('otto');
  });

  it('edits every digest that still shows it, and the next one begins anew', async () => {
    const store = await temporaryStore();
    await send(store, eight);
    await send(store, eight + DAY);
    await sign(store, 'otto', eight + DAY + 5000);
    const shown = await texts(store);
    expect(shown.filter((text) => text.includes('backup completion: signed otto'))).toHaveLength(2);
    await send(store, eight + 2 * DAY);
    const open = (await loadTasks(store, environment)).filter(({ state }) => state === 'open');
    expect(open.map(({ name, since }) => [name, since])).toContainEqual([
      'backup-completion',
      '2026-11-25',
    ]);
  });

  it('of what is not known says so', async () => {
    expect(await sign(await temporaryStore(), 'otto')).toBeNull();
  });

  it('leaves digests alone that are too old to be edited, and forgets them, but no open task', async () => {
    const store = await temporaryStore();
    await send(store, eight);
    await send(store, eight + 40 * DAY);
    expect((await loadDigests(store, environment)).map(({ key }) => key)).toEqual([
      'digest:daily:production:2027-01-02',
    ]);
    expect(await sign(store, 'otto', eight + 40 * DAY)).toMatchObject({ isNew: true });
    expect((await store.messages.byKey('digest:daily:production:2026-11-23'))?.version).toBe(1);
  });
});
