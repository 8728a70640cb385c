import { describe, expect, it } from 'vitest';
import { createMayStill } from '../../src/app/may-still.ts';
import type { Agent } from '../../src/domain/run.ts';
import type { Account, Authority, Lookup } from '../../src/operations/authorise.ts';
import type { Directory, Freshness } from '../../src/slack/directory.ts';

const authority: Authority = {
  teamId: 'T1',
  people: [
    { name: 'otto', slack: ['UOTTO'], os: ['otto'] },
    { name: 'ada', slack: ['UADA'], os: ['ada'] },
    { name: 'gina', slack: ['UGINA'], os: ['gina'] },
  ],
  roles: {
    operator: { people: ['otto'], groups: [] },
    approver: { people: ['ada'], groups: ['SDBA'] },
  },
  approversFromGroup: true,
};

const environments = [{ name: 'production', channels: { ops: 'COPS', audit: 'CAUDIT' } }];

const account = (userId: string): Account => ({
  userId,
  teamId: 'T1',
  deleted: false,
  bot: false,
  guest: false,
  stranger: false,
});

const found = <T>(value: T): Lookup<T> => ({ kind: 'found', value });
const failed: Lookup<never> = { kind: 'failed', why: 'ratelimited' };

function bench(
  changed: Partial<Directory> = {},
  rules: Partial<Authority> = {},
  newcomers: readonly string[] = [],
) {
  const wishes: Freshness[] = [];
  const directory: Directory = {
    async account(userId, wish) {
      wishes.push(wish);
      return found(account(userId));
    },
    async channel(channelId, wish) {
      wishes.push(wish);
      return found({ channelId, shared: false, member: true });
    },
    async members(_, wish) {
      wishes.push(wish);
      return found(new Set(['UGINA']));
    },
    ...changed,
  };
  const mayStill = createMayStill(
    { authority: { ...authority, ...rules }, environments },
    directory,
    {
      newcomers: async () => new Set(newcomers),
    },
  );
  const rule = async (by: Agent, as: 'operator' | 'approver', critical = false) =>
    (await mayStill(by, as, 'production', critical))?.rule ?? null;
  return { rule, wishes };
}

const slack = (name: string): Agent => ({
  person: name,
  actor: `slack:T1/U${name.toUpperCase()}`,
  slackUserId: `U${name.toUpperCase()}`,
});
const os = (name: string): Agent => ({ person: name, actor: `os:${name}`, slackUserId: null });

describe('S42 whether someone still may', () => {
  it('is looked up without cache', async () => {
    const { rule, wishes } = bench();
    expect(await rule(slack('otto'), 'operator')).toBeNull();
    expect(new Set(wishes)).toEqual(new Set(['fresh']));
  });

  it.each([
    ['a deactivated account', { deleted: true }, 'deactivated'],
    ['a guest', { guest: true }, 'guest'],
    ['someone of another organisation', { stranger: true }, 'stranger'],
    ['a bot', { bot: true }, 'bot'],
  ] as const)('is no for %s', async (_, change, wanted) => {
    const { rule } = bench({ account: async (id) => found({ ...account(id), ...change }) });
    expect(await rule(slack('otto'), 'operator')).toBe(wanted);
  });

  it('is no where the look-up fails', async () => {
    expect(await bench({ account: async () => failed }).rule(slack('otto'), 'operator')).toBe(
      'account-unknown',
    );
    expect(await bench({ members: async () => failed }).rule(slack('gina'), 'approver')).toBe(
      'group-unknown',
    );
  });

  it('is no when the ops channel is shared with others by now, or cannot be seen', async () => {
    const asked: string[] = [];
    const shared = bench({
      async channel(channelId) {
        asked.push(channelId);
        return found({ channelId, shared: true, member: true });
      },
    });
    expect(await shared.rule(slack('otto'), 'operator')).toBe('shared-channel');
    expect(await shared.rule(slack('ada'), 'approver', true)).toBe('shared-channel');
    expect(asked).toEqual(['COPS', 'COPS']);
    const unseen = bench({ channel: async () => failed });
    expect(await unseen.rule(slack('ada'), 'approver', true)).toBe('channel-unknown');
    // The way that is left when Slack is down.
    expect(await unseen.rule(os('otto'), 'operator')).toBeNull();
  });

  it('is no without the role, and in another team', async () => {
    const { rule } = bench();
    expect(await rule(slack('otto'), 'approver')).toBe('role-missing');
    expect(await rule({ ...slack('otto'), actor: 'slack:T2/UOTTO' }, 'operator')).toBe(
      'foreign-team',
    );
  });

  it('is no when the identity is another person’s now', async () => {
    expect(await bench().rule({ ...slack('otto'), person: 'oliver' }, 'operator')).toBe('S40');
  });

  it('holds for users of the machine too, by the person that they are', async () => {
    const { rule } = bench();
    expect(await rule(os('otto'), 'operator')).toBeNull();
    expect(await rule(os('ada'), 'operator')).toBe('role-missing');
    expect(await rule({ ...os('root'), person: 'otto' }, 'operator')).toBe('root');
    expect(await rule({ person: 'otto', actor: 'os:oscar', slackUserId: null }, 'operator')).toBe(
      'no-person',
    );
  });
});

describe('S41 approvers of critical risk', () => {
  it('are listed by name: a group gives that to nobody', async () => {
    const { rule } = bench();
    for (const come of [slack, os]) {
      expect(await rule(come('ada'), 'approver', true)).toBeNull();
      expect(await rule(come('gina'), 'approver', false)).toBeNull();
      expect(await rule(come('gina'), 'approver', true)).toBe('role-missing');
    }
  });
});

describe('S41 approval by a group', () => {
  it('is given only where the configuration says so', async () => {
    const { rule } = bench({}, { approversFromGroup: false });
    for (const come of [slack, os]) {
      expect(await rule(come('gina'), 'approver')).toBe('role-missing');
      expect(await rule(come('ada'), 'approver')).toBeNull();
    }
  });

  it('is not given to who is new in it, and says why', async () => {
    const { rule } = bench({}, {}, ['UGINA', 'UADA']);
    for (const come of [slack, os]) {
      expect(await rule(come('gina'), 'approver')).toBe('S41');
      expect(await rule(come('gina'), 'approver', true)).toBe('role-missing');
      // Listed by name: the group has no say.
      expect(await rule(come('ada'), 'approver')).toBeNull();
    }
  });

  it('newness in a group takes no other role away', async () => {
    const operators = { operator: { people: [], groups: ['SDBA'] } };
    const { rule } = bench({}, { roles: operators }, ['UGINA']);
    expect(await rule(slack('gina'), 'operator')).toBeNull();
  });

  it('is refused when nobody can tell since when they are in it', async () => {
    const mayStill = createMayStill(
      { authority, environments: [] },
      {
        account: async (id) => found(account(id)),
        channel: async () => failed,
        members: async () => found(new Set(['UGINA'])),
      },
      { newcomers: () => Promise.reject(new Error('disk full')) },
    );
    await expect(mayStill(slack('gina'), 'approver', 'production', false)).rejects.toThrow('disk');
  });
});

describe('S17 whether someone may there', () => {
  const byPlace: Partial<Authority> = {
    rolesIn: { production: { approver: { people: ['otto'], groups: [] } } },
  };

  it('is asked of the place that it is about, and of its ops channel', async () => {
    const asked: string[] = [];
    const mayStill = createMayStill(
      {
        authority: { ...authority, ...byPlace },
        environments: [
          ...environments,
          { name: 'staging', channels: { ops: 'CSTAGING', audit: 'CAUDIT' } },
        ],
      },
      {
        account: async (userId) => found(account(userId)),
        async channel(channelId) {
          asked.push(channelId);
          return found({ channelId, shared: false, member: true });
        },
        members: async () => found(new Set()),
      },
      { newcomers: async () => new Set() },
    );
    const rule = async (by: Agent, where: string) =>
      (await mayStill(by, 'approver', where, false))?.rule ?? null;

    expect(await rule(slack('otto'), 'production')).toBeNull();
    expect(await rule(slack('ada'), 'production')).toBe('role-missing');
    expect(await rule(slack('ada'), 'staging')).toBeNull();
    expect(await rule(slack('otto'), 'staging')).toBe('role-missing');
    expect(asked).toEqual(['COPS', 'COPS', 'CSTAGING', 'CSTAGING']);
  });
});
