import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../src/domain/plan.ts';
import {
  type ConsentOverride,
  effectiveConsent,
} from '../../../src/operations/acting/effective-consent.ts';

const restore = {
  name: 'restore.in-place',
  consent: { approvals: 2, typedName: true, stepUp: false },
} as const;
const log = {
  name: 'backup.log',
  consent: { approvals: 0, typedName: false, stepUp: false },
} as const;

interface Row {
  readonly what: string;
  readonly of: { readonly name: 'restore.in-place' | 'backup.log'; readonly consent: Consent };
  readonly says: ConsentOverride;
  readonly is: Consent;
  readonly complains: readonly string[];
}

const rows: readonly Row[] = [
  { what: 'nothing', of: restore, says: {}, is: restore.consent, complains: [] },
  {
    what: 'more approvals and a code',
    of: restore,
    says: { approvals: 3, stepUp: true },
    is: { approvals: 3, typedName: true, stepUp: true },
    complains: [],
  },
  {
    what: 'an approval for a log backup',
    of: log,
    says: { approvals: 1, typedName: true },
    is: { approvals: 1, typedName: true, stepUp: false },
    complains: [],
  },
  {
    what: 'fewer, without leave',
    of: restore,
    says: { approvals: 1, typedName: false },
    is: restore.consent,
    complains: ['p.approvals', 'p.typedName'],
  },
  {
    what: 'fewer, with leave',
    of: restore,
    says: { approvals: 1, typedName: false, allowWeaker: true },
    is: { approvals: 1, typedName: false, stepUp: true },
    complains: [],
  },
  {
    what: 'fewer and no code either, with leave',
    of: restore,
    says: { approvals: 1, stepUp: false, allowWeaker: true },
    is: { approvals: 1, typedName: true, stepUp: false },
    complains: [],
  },
  {
    what: 'none for a restore in place, with leave',
    of: restore,
    says: { approvals: 0, allowWeaker: true },
    is: { approvals: 1, typedName: true, stepUp: true },
    complains: ['p.approvals'],
  },
  {
    what: 'none for a restore in place, without leave',
    of: restore,
    says: { approvals: 0 },
    is: restore.consent,
    complains: ['p.approvals'],
  },
];

describe('consent by configuration', () => {
  it('S44 wants a code by default where one approval suffices to destroy something', () => {
    for (const name of [
      'restore.in-place',
      'restore.neo4j',
      'before.drop',
      'resync.remove-surplus',
    ] as const) {
      const consent = { approvals: 2, typedName: true, stepUp: false };
      const of = (override: ConsentOverride) =>
        effectiveConsent({ name, consent }, override, 'p').consent.stepUp;
      expect(of({})).toBe(false);
      expect(of({ approvals: 1 })).toBe(false);
      expect(of({ approvals: 1, allowWeaker: true })).toBe(true);
      expect(of({ approvals: 3, allowWeaker: true })).toBe(false);
      const single = { name, consent: { ...consent, approvals: 1 } };
      expect(effectiveConsent(single, {}, 'p').consent.stepUp).toBe(true);
      expect(effectiveConsent(single, { stepUp: false }, 'p').complaints).toHaveLength(1);
    }
  });

  it.each(rows)('that says $what', ({ of, says, is, complains }) => {
    const { consent, complaints } = effectiveConsent(of, says, 'p');
    expect(consent).toEqual(is);
    expect(complaints.map(({ path }) => path)).toEqual(complains);
  });
});
