import type { Authority, Lookup } from '../../src/operations/authorise.ts';

/** One person for each role. */
export const authority: Authority = {
  teamId: 'T1',
  people: [
    { name: 'vera', slack: ['UVERA'], os: ['vera.v'] },
    { name: 'rita', slack: ['URITA'], os: [] },
    { name: 'otto', slack: ['UOTTO', 'UOTTO2'], os: ['otto', 'root', 'hart'] },
    { name: 'ada', slack: ['UADA'], os: [] },
    { name: 'alma', slack: ['UALMA'], os: [] },
  ],
  roles: {
    viewer: { people: ['vera'], groups: ['SREADERS'] },
    responder: { people: ['rita'], groups: [] },
    operator: { people: ['otto'], groups: ['SOPS'] },
    approver: { people: ['ada'], groups: ['SDBA'] },
    admin: { people: ['alma'], groups: [] },
  },
  approversFromGroup: false,
};

export function found<T>(value: T): Lookup<T> {
  return { kind: 'found', value };
}

export function failed(why = 'ratelimited'): { readonly kind: 'failed'; readonly why: string } {
  return { kind: 'failed', why };
}

export function members(...ids: readonly string[]): Lookup<ReadonlySet<string>> {
  return found(new Set(ids));
}

/** The groups of the configuration, looked up and empty. */
export const noMembers = new Map([
  ['SREADERS', members()],
  ['SOPS', members()],
  ['SDBA', members()],
]);
