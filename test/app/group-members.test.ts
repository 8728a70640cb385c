import { describe, expect, it } from 'vitest';
import { createGroupMembers } from '../../src/app/group-members.ts';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import type { Lookup } from '../../src/operations/authorise.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const NOON: Instant = Date.UTC(2026, 0, 5, 12);

async function bench() {
  const time = { at: NOON };
  const store = await temporaryStore({ now: () => time.at });
  const log = fakeLogger();
  const slack: { members: readonly string[] | null; asked: string[] } = { members: [], asked: [] };
  const make = () =>
    createGroupMembers({
      authority: {
        roles: {
          approver: { people: [], groups: ['SDBA'] },
          operator: { people: [], groups: ['SOPS', 'SDBA'] },
        },
      },
      directory: {
        async members(id, wish): Promise<Lookup<ReadonlySet<string>>> {
          slack.asked.push(`${id} ${wish}`);
          return slack.members === null
            ? { kind: 'failed', why: 'ratelimited' }
            : { kind: 'found', value: new Set(slack.members) };
        },
        async handles() {
          if (slack.members === null) throw new Error('ratelimited');
          return new Map([['SDBA', 'dbas']]);
        },
      },
      store,
      log,
    });
  let groups = make();
  const newcomers = async (...members: string[]) =>
    [...(await groups.newcomers('SDBA', new Set(members)))].toSorted();
  const audited = async () =>
    (await store.audit.list(50)).toReversed().map(({ action, detail }) => [action, detail]);
  const restart = () => {
    groups = make();
  };
  const handle = (id: string) => groups.handle(id);
  return { time, log, slack, newcomers, audited, restart, handle, look: () => groups.look() };
}

describe('S41 members of a group', () => {
  it('count 24 h after hart has first seen them, also the first ever', async () => {
    const { time, newcomers, restart } = await bench();
    expect(await newcomers('U1')).toEqual(['U1']);
    time.at += 23 * HOUR;
    expect(await newcomers('U1', 'U2')).toEqual(['U1', 'U2']);
    time.at += HOUR - 1;
    expect(await newcomers('U1', 'U2')).toEqual(['U1', 'U2']);
    time.at += 1;
    restart();
    expect(await newcomers('U1', 'U2')).toEqual(['U2']);
    time.at += DAY;
    expect(await newcomers('U1', 'U2')).toEqual([]);
  });

  it('S41 are called as Slack calls the group, once it has said so', async () => {
    const { slack, handle, look } = await bench();
    expect(handle('SDBA')).toBeNull();
    await look();
    expect([handle('SDBA'), handle('SOPS')]).toEqual(['dbas', null]);
    slack.members = null;
    await look();
    expect(handle('SDBA')).toBe('dbas');
  });

  it('are new again when they left and came back', async () => {
    const { time, newcomers } = await bench();
    await newcomers('U1', 'U2');
    time.at += 2 * DAY;
    expect(await newcomers('U2')).toEqual([]);
    expect(await newcomers('U1', 'U2')).toEqual(['U1']);
  });

  it('do not age by a clock that is put back and forth', async () => {
    const { time, newcomers } = await bench();
    await newcomers('U1');
    time.at -= 5 * DAY;
    expect(await newcomers('U1', 'U2')).toEqual(['U1', 'U2']);
    time.at = NOON + HOUR;
    expect(await newcomers('U1', 'U2')).toEqual(['U1', 'U2']);
  });

  it('who join and leave are in the audit log, once', async () => {
    const { newcomers, audited } = await bench();
    await newcomers('U2', 'U1');
    await newcomers('U1', 'U2');
    await newcomers('U2', 'U3');
    expect(await audited()).toEqual([
      ['group-members', { group: 'SDBA', first: true, joined: 'U1, U2', left: '' }],
      ['group-members', { group: 'SDBA', first: false, joined: 'U3', left: 'U1' }],
    ]);
  });

  it('are looked up of every group that gives a role, without cache', async () => {
    const { slack, look, audited, newcomers, time } = await bench();
    slack.members = ['U1'];
    await look();
    expect(slack.asked).toEqual(['SDBA fresh', 'SOPS fresh']);
    expect(await audited()).toHaveLength(2);
    time.at += DAY;
    expect(await newcomers('U1')).toEqual([]);
  });

  it('of a group that Slack does not tell of stay as they were', async () => {
    const { slack, look, audited, newcomers, time, log } = await bench();
    slack.members = ['U1'];
    await look();
    slack.members = null;
    await look();
    expect(await audited()).toHaveLength(2);
    expect(log.lines.some(({ level }) => level === 'warn')).toBe(true);
    time.at += DAY;
    expect(await newcomers('U1')).toEqual([]);
  });
});
