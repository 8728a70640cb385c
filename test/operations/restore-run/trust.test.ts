import { describe, expect, it } from 'vitest';
import type { Answer, ResultRow } from '../../../src/domain/target.ts';
import type { FactReader } from '../../../src/operations/acting/operation.ts';
import type { Trust } from '../../../src/operations/restore-run/facts.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { gatherLacks } from '../../../src/operations/restore-run/steps/lacks.ts';
import {
  gatherTrust,
  type Lacks,
  lacksIn,
  lacksToJson,
  newlyLacking,
} from '../../../src/operations/restore-run/trust.ts';
import { anOrder, at, theContext, theFacts } from './restore-facts.ts';

const end = { kind: 'moment', at: at(9, 30) };
const old = { name: 'Old', hash: '0x01' };
const fresh = { name: 'Fresh', hash: '0x02' };
const nothing: Lacks = { users: [], untrusted: [], masterKey: false };
const trusted: Trust = { untrusted: [], opensMasterKey: true, encryptor: null };

function reader(answers: Readonly<Record<string, ResultRow[] | null>>): FactReader {
  return {
    async ask(name): Promise<Answer<ResultRow[]>> {
      const rows = answers[name] ?? null;
      return rows === null
        ? { ok: false, trouble: { kind: 'permission', detail: 'denied', code: 300 } }
        : { ok: true, value: rows };
    },
  };
}

describe('S10 what a restored database lacks on its server', () => {
  it.each<[string, Lacks, Lacks, Lacks]>([
    ['nothing where nothing changed', nothing, nothing, nothing],
    [
      'not what it lacked before',
      { users: ['report'], untrusted: [old], masterKey: true },
      { users: ['report'], untrusted: [old], masterKey: true },
      nothing,
    ],
    [
      'what came back with the backup',
      { users: ['report'], untrusted: [old], masterKey: false },
      { users: ['report', 'legacy'], untrusted: [old, fresh], masterKey: true },
      { users: ['legacy'], untrusted: [fresh], masterKey: true },
    ],
    [
      'an assembly of the same name whose content is another',
      { ...nothing, untrusted: [old] },
      { ...nothing, untrusted: [{ ...old, hash: '0x03' }] },
      { ...nothing, untrusted: [{ ...old, hash: '0x03' }] },
    ],
    [
      'all of it where nobody knew how it was before',
      { users: null, untrusted: null, masterKey: null },
      { users: ['report'], untrusted: [old], masterKey: true },
      { users: ['report'], untrusted: [old], masterKey: true },
    ],
    [
      'nothing of what is not known now, and not as none',
      nothing,
      { users: null, untrusted: null, masterKey: null },
      { users: null, untrusted: null, masterKey: null },
    ],
  ])('tells %s', (_name, before, now, newly) => {
    expect(newlyLacking(before, now)).toEqual(newly);
    expect(lacksIn({ lacked: lacksToJson(before) })).toEqual(before);
  });

  it('is not known where a right is missing, and the plan says so', async () => {
    expect(await gatherTrust(reader({}), 'Hartonomous')).toEqual({
      trust: { untrusted: null, opensMasterKey: null, encryptor: null },
      unknown: [
        'Not known: which of its assemblies the server trusts (denied).',
        'Not known: whether the database is encrypted (denied).',
      ],
    });
    expect(await gatherLacks(reader({ encryption: [{ opens_master_key: 0 }] }), 'X')).toEqual({
      users: null,
      untrusted: null,
      masterKey: true,
    });
  });

  it('refuses a plan for a database whose certificate master lacks, and not where nobody knows its certificates', () => {
    const facts = theFacts({ trust: { ...trusted, encryptor: '0xab' } });
    for (const refusal of [
      planInPlace(anOrder({ end }), facts, theContext),
      planCopy(anOrder({ end, copy: 'Hartonomous_R1' }, 'restore.copy'), facts, theContext),
    ])
      expect(refusal).toMatchObject({
        rule: 'S10',
        message: expect.stringContaining('(thumbprint 0xab)'),
      });
    for (const thumbprints of [new Set(['0xab']), null])
      expect(planInPlace(anOrder({ end }), { ...facts, thumbprints }, theContext)).toHaveProperty(
        'steps',
      );
  });

  it('is told beforehand as far as it is known', () => {
    const facts = theFacts({ trust: { ...trusted, untrusted: [old], opensMasterKey: false } });
    const plan = planInPlace(anOrder({ end }), facts, theContext);
    const notes = 'notes' in plan ? plan.notes.join('\n') : '';
    expect(notes).toContain('Not trusted by their hash as they are now: `Old`.');
    expect(notes).toContain('the server does not open it by itself');
    expect('memory' in plan && plan.memory['lacked']).toEqual({
      users: [],
      untrusted: [old],
      masterKey: true,
    });
  });
});
