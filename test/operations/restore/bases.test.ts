import { describe } from 'vitest';
import { D1, F1, L1, L2, L3, plain } from './chain.ts';
import { checkRules, diff, full, log } from './scene.ts';

describe('fulls and differentials', () => {
  checkRules([
    { rule: 'full: none by the moment', sets: plain, ask: { to: '07:59:59' }, is: 'no-full' },
    {
      rule: 'full: the newest that finished by the moment',
      sets: [F1, L1, L2, full('F2', '08:20', [210, 220]), L3],
      ask: { to: '08:44' },
      is: 'F2 L2 L3',
    },
    {
      rule: 'full: one that finished exactly at the moment counts',
      sets: [
        full('F0', '07:00', [10, 20]),
        log('L0', '07:30', [20, 95]),
        F1,
        log('L1', '08:15', [95, 200]),
      ],
      ask: { to: '08:00' },
      is: 'F1 L1',
    },
    {
      rule: 'full: one that finished after the moment does not',
      sets: [F1, L1, full('F2', '08:20', [210, 220]), L2],
      ask: { to: '08:10' },
      is: 'F1 L1',
    },
    {
      rule: 'full: an older one and more logs when the newest is damaged',
      sets: [F1, L1, L2, full('F2', '08:20', [210, 220], { isDamaged: true }), L3],
      ask: { to: '08:44' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'diff: by the GUID of its base, whatever the LSN says',
      sets: [F1, L1, L2, diff('D1', '08:40', [340, 350], F1, { differentialBaseLsn: '77' }), L3],
      ask: { to: '08:44' },
      is: 'F1 D1 L3',
    },
    {
      rule: 'diff: by the checkpoint LSN where GUIDs are not known',
      sets: [
        full('F1', '08:00', [90, 120], { checkpointLsn: '100', setGuid: null }),
        diff('D1', '08:40', [340, 350], F1, { differentialBaseGuid: null }),
        L3,
      ],
      ask: { to: '08:44' },
      is: 'F1 D1 L3',
    },
    {
      rule: 'diff: not by the first LSN of the full',
      sets: [
        full('F1', '08:00', [90, 120], { checkpointLsn: '100', setGuid: null }),
        diff('D1', '08:40', [340, 350], F1, {
          differentialBaseGuid: null,
          differentialBaseLsn: '90',
          databaseBackupLsn: '90',
        }),
        log('L1', '08:41', [340, 400]),
      ],
      ask: { to: '08:41' },
      is: 'gap',
    },
    {
      rule: 'diff: of another base is not used',
      sets: [
        F1,
        full('F0', '07:00', [10, 20]),
        diff('D0', '08:40', [340, 350], full('X', '06:00', [1, 2])),
        L1,
        L2,
        L3,
      ],
      ask: { to: '08:44' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'diff: one that finished after the moment is not used',
      sets: [...plain, D1],
      ask: { to: '08:35' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'diff: the largest last LSN, and only one',
      sets: [F1, diff('D0', '08:20', [210, 215], F1), D1, L2, L3],
      ask: { to: '08:44' },
      is: 'F1 D1 L3',
    },
    {
      rule: 'diff: never on a copy-only full',
      sets: [
        full('C', '08:00', [100, 120], { isCopyOnly: true }),
        diff('D', '08:40', [340, 350], full('C', '08:00', [100, 120])),
        L3,
      ],
      ask: { to: '08:44' },
      is: 'gap',
    },
    {
      rule: 'copy-only full: a base for logs',
      sets: [full('C', '08:00', [100, 120], { isCopyOnly: true }), L1, L2],
      ask: { to: '08:20' },
      is: 'C L1 L2',
    },
    {
      rule: 'copy-only full: conventional full and newest differential come first when no longer',
      sets: [
        F1,
        full('C', '08:35', [330, 335], { isCopyOnly: true }),
        log('L2b', '08:39', [330, 345]),
        D1,
        L3,
      ],
      ask: { to: '08:44' },
      is: 'C L3',
    },
    {
      rule: 'copy-only full: of two plans of equal length the conventional',
      sets: [full('C', '08:10', [130, 140], { isCopyOnly: true }), F1, L1],
      ask: { to: '08:14' },
      is: 'F1 L1',
    },
    {
      rule: 'checksums: preferred, not demanded',
      sets: [F1, log('plain', '08:15', [90, 200], { hasChecksums: false }), L1, L2],
      ask: { to: '08:20' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'checksums: a set without them is used when there is no other',
      sets: [F1, log('plain', '08:15', [90, 200], { hasChecksums: false }), L2],
      ask: { to: '08:20' },
      is: 'F1 plain L2',
    },
    {
      rule: 'damaged: the chain needs a set that can’t be read',
      sets: [F1, { ...L1, isDamaged: true }, L2],
      ask: { to: '08:20' },
      is: 'damaged',
    },
    {
      rule: 'damaged: a stripe of its media is missing',
      sets: [F1, { ...L1, familyCount: 2 }, L2],
      ask: { to: '08:20' },
      is: 'damaged',
    },
    {
      rule: 'damaged: a full that is damaged is no full',
      sets: [{ ...F1, isDamaged: true }, L1],
      ask: { to: '08:10' },
      is: 'no-full',
    },
  ]);
});
