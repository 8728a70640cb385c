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
    is: { approvals: 1, typedName: false, stepUp: false },
    complains: [],
  },
  {
    what: 'none for a restore in place, with leave',
    of: restore,
    says: { approvals: 0, allowWeaker: true },
    is: { approvals: 1, typedName: true, stepUp: false },
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
  it.each(rows)('that says $what', ({ of, says, is, complains }) => {
    const { consent, complaints } = effectiveConsent(of, says, 'p');
    expect(consent).toEqual(is);
    expect(complaints.map(({ path }) => path)).toEqual(complains);
  });
});
