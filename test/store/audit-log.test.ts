import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { temporaryStore } from './temporary-store.ts';

const entry = (action: string, detail: AuditEntry['detail'] = {}): AuditEntry => ({
  at: 1_764_000_000_000,
  actor: 'slack:T1/U1',
  person: 'otto',
  action,
  environment: 'production',
  outcome: 'done',
  detail,
});

async function logOf(count: number) {
  const store = await temporaryStore();
  for (let number = 1; number <= count; number += 1) await store.audit.append(entry(`a${number}`));
  return store;
}

/** Changes the file behind the store's back. */
function tamper(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}

describe('the audit log (S48)', () => {
  it('lists the newest first, as they were written', async () => {
    const { audit } = await logOf(0);
    await audit.append(entry('status', { b: 1, a: 'ä', c: null, d: true }));
    await audit.append(entry('ack'));
    const listed = await audit.list(5);
    expect(listed.map(({ sequence, action }) => [sequence, action])).toEqual([
      [2, 'ack'],
      [1, 'status'],
    ]);
    expect(listed[1]).toMatchObject(entry('status', { a: 'ä', b: 1, c: null, d: true }));
    expect(await audit.list(1)).toHaveLength(1);
  });

  it('numbers entries without a gap, however many write at once, and gives back no number', async () => {
    const store = await logOf(0);
    await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        const attempt = store.transaction(async () => {
          await store.audit.append(entry(`a${number}`));
          if (number % 3 === 0) throw new Error('rolled back');
        });
        await attempt.catch(() => undefined);
      }),
    );
    const verdict = await store.audit.verify();
    expect(verdict).toMatchObject({ ok: true, entries: 26, firstBad: null });
    expect(verdict.head?.sequence).toBe(26);
  });

  it('goes on after a restart where it was', async () => {
    const first = await logOf(3);
    const head = await first.audit.head();
    await first.close();
    const second = await temporaryStore({ file: first.file });
    expect(await second.audit.head()).toEqual(head);
    expect((await second.audit.append(entry('next'))).sequence).toBe(4);
    expect(await second.audit.verify()).toMatchObject({ ok: true, entries: 4 });
  });

  it('is sound when it is empty', async () => {
    const { audit } = await logOf(0);
    expect(await audit.verify()).toEqual({
      ok: true,
      entries: 0,
      firstBad: null,
      tail: 'unproven',
      head: null,
    });
  });

  it('is verified past a thousand entries', async () => {
    const store = await temporaryStore();
    await store.transaction(async () => {
      for (let number = 1; number <= 2000; number += 1) await store.audit.append(entry('x'));
    });
    expect(await store.audit.verify()).toMatchObject({ ok: true, entries: 2000 });
  });

  it.each([
    [
      'an entry changed',
      `update audit set entry = replace(entry, 'otto', 'vera') where sequence = 3`,
      3,
    ],
    [
      'an entry changed together with its hash',
      `update audit set entry = '{}', hash = '${'ab'.repeat(32)}' where sequence = 3`,
      3,
    ],
    ['one in the middle removed', 'delete from audit where sequence = 3', 3],
    ['the first removed', 'delete from audit where sequence = 1', 1],
    [
      'two exchanged',
      `update audit set sequence = 99 where sequence = 2; update audit set sequence = 2 where sequence = 3; update audit set sequence = 3 where sequence = 99`,
      2,
    ],
    [
      'one put before the first',
      `insert into audit select 0, entry, previous, hash from audit where sequence = 1`,
      1,
    ],
    [
      'one put behind',
      `insert into audit select 6, entry, previous, hash from audit where sequence = 5`,
      6,
    ],
    ['one numbered anew', 'update audit set sequence = 7 where sequence = 5', 5],
    ['a hash changed', `update audit set hash = '${'0'.repeat(64)}' where sequence = 5`, 5],
  ])('shows %s', async (_, statement, sequence) => {
    const store = await logOf(5);
    tamper(store.file, statement);
    expect(await store.audit.verify()).toMatchObject({ ok: false, firstBad: { sequence } });
  });

  it('shows an entry that was forged together with its own hash', async () => {
    const store = await logOf(5);
    const forger = await logOf(2);
    await forger.audit.append(entry('harmless'));
    tamper(
      store.file,
      `attach '${forger.file}' as forged; update audit set (entry, previous, hash) =
        (select entry, previous, hash from forged.audit where sequence = 3) where sequence = 3`,
    );
    expect(await store.audit.list(3)).toMatchObject([{}, {}, { action: 'harmless' }]);
    expect(await store.audit.verify()).toMatchObject({
      firstBad: { sequence: 4, why: 'not bound to the entry before it' },
    });
  });

  it('proves its tail by an anchor that was kept elsewhere', async () => {
    const store = await logOf(5);
    const anchor = (await store.audit.head()) ?? { sequence: 0, hash: '' };
    await store.audit.append(entry('later'));
    expect(await store.audit.verify(anchor)).toMatchObject({ ok: true, tail: 'proven' });
    expect(await store.audit.verify({ ...anchor, hash: 'other' })).toMatchObject({
      ok: false,
      firstBad: { sequence: 5 },
      tail: 'unproven',
    });
    tamper(store.file, 'delete from audit where sequence >= 5');
    expect(await store.audit.verify()).toMatchObject({ ok: true, tail: 'unproven' });
    expect(await store.audit.verify(anchor)).toMatchObject({
      ok: false,
      firstBad: { sequence: 5 },
      tail: 'unproven',
    });
  });
});
