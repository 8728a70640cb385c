import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/authority.ts';
import { authorise, identify, type OsUser } from '../../src/operations/authorise.ts';
import { authority, failed, members, noMembers } from './example-authority.ts';

describe('S45 on the command line', () => {
  const user = (name: string, changed: Partial<OsUser> = {}): OsUser => ({
    uid: 1001,
    name,
    isService: false,
    ...changed,
  });

  function asked(os: OsUser, wanted: Role, groups = noMembers) {
    const answer = authorise({
      os,
      wanted,
      action: 'hart backup',
      environment: null,
      authority,
      groups,
    });
    return answer.kind === 'permission' ? answer.identity : answer.rule;
  }

  it('a user is the person whose configuration names them, with the roles of that person', () => {
    expect(asked(user('otto'), 'operator')).toMatchObject({
      person: 'otto',
      userId: 'otto',
      teamId: 'os',
      roles: ['viewer', 'operator'],
    });
  });

  it('S40 is nobody by the name of a person alone: the configuration lists the users', () => {
    const people = [{ name: 'ada', slack: ['UADA', 'UADA2'], os: ['a.lovelace'] }];
    const own = { ...authority, people, roles: { operator: { people: ['ada'], groups: [] } } };
    const by = (name: string) => {
      const os = user(name);
      const question = { os, wanted: 'operator', action: 'x', environment: null } as const;
      const answer = authorise({ ...question, authority: own, groups: noMembers });
      return answer.kind === 'permission' ? answer.identity.person : answer.rule;
    };
    expect(['ada', 'UADA', 'a.lovelace ', 'A.LOVELACE', ''].map(by)).toEqual(
      Array.from({ length: 5 }, () => 'no-person'),
    );
    expect(by('a.lovelace')).toBe('ada');
    for (const userId of ['UADA', 'UADA2'])
      expect(identify({ teamId: 'T1', userId, authority: own, groups: noMembers }).person).toBe(
        'ada',
      );
  });

  it('holds what a group gives the same person in Slack', () => {
    const groups = new Map([...noMembers, ['SOPS', members('UVERA')]]);
    expect(asked(user('vera.v'), 'operator', groups)).toMatchObject({ person: 'vera' });
    expect(asked(user('vera.v'), 'operator')).toBe('role-missing');
    expect(asked(user('vera.v'), 'operator', new Map([['SOPS', failed()]]))).toBe('group-unknown');
  });

  it('root and the user as whom the bot runs are nobody, whatever the configuration says', () => {
    expect(asked(user('root', { uid: 0 }), 'viewer')).toBe('root');
    expect(asked(user('hart', { isService: true }), 'viewer')).toBe('service-account');
    // Not by name: who is called root without being it is an ordinary user.
    expect(asked(user('root'), 'operator')).toMatchObject({ person: 'otto' });
  });

  it('a user whom nobody names may change nothing', () => {
    expect(asked(user('mallory'), 'operator')).toBe('no-person');
    expect(asked(user('mallory'), 'viewer')).toBe('role-missing');
    // A Slack id is no user name.
    expect(asked(user('UOTTO'), 'operator')).toBe('no-person');
  });
});
