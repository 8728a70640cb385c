import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../../src/domain/authority.ts';
import {
  type Account,
  type Authority,
  authorise,
  identify,
  type Lookup,
  type SlackRequest,
} from '../../src/operations/authorise.ts';
import { groupIdsOf } from '../../src/operations/role-holders.ts';
import { commands } from '../../src/slack/commands/commands.ts';
import { authority, failed, found, members, noMembers } from './example-authority.ts';

function account(userId: string, changed: Partial<Account> = {}): Lookup<Account> {
  const plain = { deleted: false, bot: false, guest: false, stranger: false };
  return found({ userId, teamId: 'T1', ...plain, ...changed });
}

function request(userId: string, wanted: Role, changed: Partial<SlackRequest> = {}): SlackRequest {
  return {
    teamId: 'T1',
    userId,
    wanted,
    action: '/hart test-alert',
    environment: null,
    authority,
    account: account(userId),
    channel: found({ channelId: 'C1', shared: false }),
    groups: noMembers,
    ...changed,
  };
}

function outcome(asked: SlackRequest): string {
  const answer = authorise(asked);
  return answer.kind === 'permission' ? 'yes' : answer.rule;
}

describe('roles are sets and each includes viewer and nothing else', () => {
  const held: Readonly<Record<string, readonly Role[]>> = {
    UVERA: ['viewer'],
    URITA: ['viewer', 'responder'],
    UOTTO: ['viewer', 'operator'],
    UOTTO2: ['viewer', 'operator'],
    UADA: ['viewer', 'approver'],
    UALMA: ['viewer', 'admin'],
    UNOBODY: [],
  };
  const cases = Object.entries(held).flatMap(([user, mine]) =>
    roles.map((wanted) => [user, wanted, mine.includes(wanted)] as const),
  );

  it.each(cases)('%s asking for %s: %s', (user, wanted, expected) => {
    const lacking = user === 'UNOBODY' && wanted !== 'viewer' ? 'no-person' : 'role-missing';
    expect(outcome(request(user, wanted))).toBe(expected ? 'yes' : lacking);
  });

  it.each(
    commands.flatMap(({ name, role }) =>
      Object.entries(held).map(([user, mine]) => [name, role, user, mine.includes(role)] as const),
    ),
  )('/hart %s (%s) by %s: %s', (_, role, user, expected) => {
    expect(outcome(request(user, role)) === 'yes').toBe(expected);
  });
});

describe('S42 who is refused whatever role they hold', () => {
  const refusals: readonly (readonly [string, string, Partial<SlackRequest>])[] = [
    ['a guest', 'guest', { account: account('UOTTO', { guest: true }) }],
    ['a bot', 'bot', { account: account('UOTTO', { bot: true }) }],
    ['a deactivated account', 'deactivated', { account: account('UOTTO', { deleted: true }) }],
    ['a stranger', 'stranger', { account: account('UOTTO', { stranger: true }) }],
    ['an account of another team', 'stranger', { account: account('UOTTO', { teamId: 'T2' }) }],
    ['an answer about someone else', 'stranger', { account: account('UELSE') }],
    ['an envelope of another team', 'foreign-team', { teamId: 'T2' }],
    ['an envelope without a team', 'foreign-team', { teamId: '' }],
    ['an envelope without a user', 'foreign-team', { userId: '' }],
    ['an account that was not looked up', 'account-unknown', { account: failed() }],
    [
      'a channel that was not looked up',
      'channel-unknown',
      { channel: failed('channel_not_found') },
    ],
    ['a shared channel', 'shared-channel', { channel: found({ channelId: 'C1', shared: true }) }],
  ];

  it.each(refusals.flatMap((one) => roles.map((wanted) => [...one, wanted] as const)))(
    '%s is refused as %s',
    (_, rule, changed, wanted) => {
      expect(outcome(request('UOTTO', wanted, changed))).toBe(rule);
    },
  );

  it('is no matter for the Home tab, where there is no channel', () => {
    expect(outcome(request('UOTTO', 'operator', { channel: null }))).toBe('yes');
  });
});

describe('groups', () => {
  const inReaders = new Map([...noMembers, ['SREADERS', members('UNEW')]]);
  const inOps = new Map([...noMembers, ['SOPS', members('UVERA', 'UNEW')]]);
  const inDba = new Map([...noMembers, ['SDBA', members('UVERA')]]);

  it('give a role to their members', () => {
    expect(outcome(request('UVERA', 'operator', { groups: inOps }))).toBe('yes');
    expect(outcome(request('UNEW', 'viewer', { groups: inReaders }))).toBe('yes');
  });

  it('S40 give no role that changes something to someone who is no person of the configuration', () => {
    expect(outcome(request('UNEW', 'operator', { groups: inOps }))).toBe('no-person');
  });

  it('S41 give approval only where the configuration says so', () => {
    expect(outcome(request('UVERA', 'approver', { groups: inDba }))).toBe('role-missing');
    const allowing = { ...authority, approversFromGroup: true };
    expect(outcome(request('UVERA', 'approver', { groups: inDba, authority: allowing }))).toBe(
      'yes',
    );
  });

  it.each([
    ['failed', new Map([...noMembers, ['SOPS', failed()]])],
    ['are absent', new Map()],
  ])('whose look-ups %s refuse those whom they alone could allow', (_, groups) => {
    expect(outcome(request('UVERA', 'operator', { groups }))).toBe('group-unknown');
    expect(outcome(request('UOTTO', 'operator', { groups }))).toBe('yes');
  });
});

describe('nobody configured means nobody', () => {
  const empty: Authority = { teamId: 'T1', people: [], roles: {}, approversFromGroup: true };

  it.each(roles)('%s is held by nobody', (wanted) => {
    expect(outcome(request('UOTTO', wanted, { authority: empty }))).not.toBe('yes');
  });

  it('says that the role is empty where that is why', () => {
    const lacking = { ...authority, roles: { ...authority.roles, approver: undefined } };
    const { approver: _, ...rest } = authority.roles;
    const answer = authorise(
      request('UVERA', 'approver', { authority: { ...lacking, roles: rest } }),
    );

    expect(answer).toMatchObject({
      rule: 'role-empty',
      message: 'Nobody can do that: the role *approver* is empty in `hart.yml`.',
    });
  });

  it('does not count a listed name that is no person with a Slack id', () => {
    const ghosts = { ...authority.roles, operator: { people: ['ghost'], groups: [] } };
    const asked = request('UVERA', 'operator', { authority: { ...authority, roles: ghosts } });

    expect(outcome(asked)).toBe('role-empty');
  });
});

describe('what it tells', () => {
  it('names those who may, and what the asker holds', () => {
    expect(authorise(request('UVERA', 'operator'))).toEqual({
      kind: 'refusal',
      rule: 'role-missing',
      message: '`/hart test-alert` needs the role *operator*; you hold viewer.',
      hint: 'Those who may: otto, members of the group SOPS.',
    });
    const named = { ...authority, groupHandle: (id: string) => `slack-${id.toLowerCase()}` };
    expect(authorise(request('UVERA', 'operator', { authority: named }))).toMatchObject({
      hint: 'Those who may: otto, members of @slack-sops.',
    });
  });

  it('says why each role is held', () => {
    const groups = new Map([...noMembers, ['SOPS', members('UVERA')]]);

    expect(identify(request('UVERA', 'viewer', { groups }))).toEqual({
      teamId: 'T1',
      userId: 'UVERA',
      person: 'vera',
      roles: ['viewer', 'operator'],
      because: { viewer: 'listed in roles.viewer', operator: 'member of the group SOPS' },
    });
    expect(identify(request('UOTTO2', 'viewer')).because.viewer).toBe('every operator may read');
  });

  it('every refusal has a way out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UVERA', 'UOTTO', 'UNOBODY', ''),
        fc.constantFrom(...roles),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (user, wanted, guest, accountFails, channelFails) => {
          const answer = authorise(
            request(user, wanted, {
              account: accountFails ? failed() : account(user, { guest }),
              channel: channelFails ? failed() : found({ channelId: 'C1', shared: false }),
            }),
          );
          const fine =
            answer.kind === 'permission'
              ? !guest && !accountFails && !channelFails && answer.identity.roles.includes(wanted)
              : answer.message !== '' && answer.hint !== '';
          expect(fine).toBe(true);
        },
      ),
    );
  });
});

describe('S17 roles that an environment gives itself', () => {
  const apart = {
    ...authority,
    rolesIn: {
      production: { approver: { people: ['alma'], groups: ['SPROD'] } },
      staging: { operator: { people: [], groups: [] } },
    },
  };

  it.each<[who: string, wanted: Role, where: string | null, answer: string]>([
    ['UALMA', 'approver', 'production', 'yes'],
    ['UADA', 'approver', 'production', 'role-missing'],
    ['UADA', 'approver', 'staging', 'yes'],
    ['UALMA', 'approver', 'staging', 'role-missing'],
    ['UOTTO', 'operator', 'production', 'yes'],
    ['UOTTO', 'operator', 'staging', 'role-empty'],
    // Where it is about is asked next; who holds it nowhere learns no more.
    ['UALMA', 'approver', null, 'yes'],
    ['UADA', 'approver', null, 'yes'],
    ['UVERA', 'approver', null, 'role-missing'],
    // Reading is the same everywhere.
    ['UADA', 'viewer', 'production', 'yes'],
    ['UOTTO', 'viewer', 'staging', 'yes'],
    ['UNOBODY', 'viewer', 'production', 'role-missing'],
  ])('%s as %s in %s: %s', (who, wanted, environment, answer) => {
    expect(outcome(request(who, wanted, { authority: apart, environment }))).toBe(answer);
  });

  it('fails closed where the group that would give it there was not looked up', () => {
    const byGroup = { ...apart, approversFromGroup: true };
    const asked = (environment: string) =>
      outcome(request('UVERA', 'approver', { authority: byGroup, environment }));

    expect(asked('production')).toBe('group-unknown');
    expect(asked('staging')).toBe('role-missing');
  });

  it('names those of the place, and where they are listed', () => {
    const answer = (who: string, wanted: Role, environment: string) =>
      authorise(request(who, wanted, { authority: apart, environment }));

    expect(answer('UADA', 'approver', 'production')).toMatchObject({
      hint: 'Those who may: alma.',
    });
    expect(answer('UOTTO', 'operator', 'staging')).toMatchObject({
      hint: 'An admin names people under `environments.staging.roles.operator` and restarts hart.',
    });
    expect(
      identify({ ...request('UALMA', 'viewer', { authority: apart }), environment: 'production' })
        .because.approver,
    ).toBe('listed in environments.production.roles.approver');
  });

  it('looks up the groups of every place, each once', () => {
    expect(groupIdsOf(apart)).toEqual(['SREADERS', 'SOPS', 'SDBA', 'SPROD']);
  });
});
