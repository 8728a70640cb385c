import { describe } from 'vitest';
import { A4, B2, D1, F1, L1, L2, plain, S } from './chain.ts';
import { checkRules, full, log } from './scene.ts';

describe('forks, breaks and identity', () => {
  checkRules([
    {
      rule: 'name: compared whole',
      sets: plain,
      ask: { database: 'Hart' },
      is: 'unknown-database',
    },
    {
      rule: 'forks: a step from one to another that is not its own is none',
      sets: [F1, L1, log('B1', '08:30', [200, 300], { firstForkGuid: 'B', lastForkGuid: 'B' })],
      ask: { to: '08:20' },
      is: 'not-covered',
    },
    {
      rule: 'forks: a log leads from one to the other before its fork point',
      sets: [F1, L1, S, B2],
      ask: { to: '09:29' },
      is: 'F1 L1 S B2',
    },
    {
      rule: 'forks: not from beyond the fork point',
      sets: [full('F2', '08:31', [310, 320]), S, B2],
      ask: { to: '09:29' },
      is: 'not-covered',
    },
    {
      rule: 'forks: the same log leads on from a full on the new fork',
      sets: [
        full('FB', '09:05', [300, 310], {
          firstForkGuid: 'B',
          lastForkGuid: 'B',
          databaseGuid: 'database-2',
        }),
        S,
        B2,
      ],
      ask: { to: '09:29' },
      is: 'FB S B2',
    },
    {
      rule: 'forks: a moment before they part is on the first alone',
      sets: [F1, L1, L2, S, B2],
      ask: { to: '08:10' },
      is: 'F1 L1',
    },
    {
      rule: 'forks: when two cover the moment, ask',
      sets: [...plain, A4, S],
      ask: { to: '09:10' },
      is: 'fork',
    },
    {
      rule: 'forks: one can be chosen',
      sets: [...plain, A4, S],
      ask: { to: '09:10', fork: 'B' },
      is: 'F1 L1 S',
    },
    {
      rule: 'forks: or the other, in any case and with braces',
      sets: [...plain, A4, S],
      ask: { to: '09:10', fork: '{a}' },
      is: 'F1 L1 L2 L3 A4',
    },
    {
      rule: 'forks: one that the history does not know',
      sets: [...plain, A4, S],
      ask: { to: '09:10', fork: 'Z' },
      is: 'fork',
    },
    {
      rule: 'forks: the abandoned one with the higher LSN does not win "latest"',
      sets: [...plain, A4, S, B2],
      ask: {},
      is: 'F1 L1 S B2',
    },
    {
      rule: 'break: a differential after it re-anchors the chain',
      sets: [F1, L1, L2, D1, log('L4', '08:55', [350, 450], { beginsLogChain: true })],
      ask: { to: '08:50' },
      is: 'F1 D1 L4',
    },
    {
      rule: 'break: without one there is a gap',
      sets: [F1, L1, L2, log('L4', '08:55', [350, 450], { beginsLogChain: true })],
      ask: { to: '08:50' },
      is: 'gap',
    },
    {
      rule: 'break: a moment within it is not reached',
      sets: [F1, L1, L2, D1, log('L4', '08:55', [350, 450])],
      ask: { to: '08:35' },
      is: 'gap',
    },
    {
      rule: 'identity: a set of another family of the same name is not used',
      sets: [F1, log('L1', '08:15', [90, 200], { familyGuid: 'other' })],
      ask: { to: '08:10' },
      is: 'not-covered',
    },
    {
      rule: 'identity: the database GUID may change where the forks do',
      sets: [F1, L1, S],
      ask: { to: '09:10' },
      is: 'F1 L1 S',
    },
    {
      rule: 'identity: and across a restore that lost nothing',
      sets: [F1, L1, log('L2', '08:30', [200, 300], { databaseGuid: 'later' })],
      ask: { to: '08:20' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'identity: not within one stretch: two databases took backups at once',
      sets: [
        F1,
        L1,
        log('other', '08:20', [200, 300], { databaseGuid: 'copy' }),
        log('L3', '08:45', [290, 400]),
      ],
      ask: { to: '08:44' },
      is: 'gap',
    },
    {
      rule: 'name: compared without case',
      sets: [F1, log('L1', '08:15', [90, 200], { database: 'HARTONOMOUS' })],
      ask: { to: '08:10', database: 'hartonomous' },
      is: 'F1 L1',
    },
    {
      rule: 'LSNs: compared as numbers, not as texts',
      sets: [
        full('F1', '08:00', [9, 99]),
        log('L1', '08:15', [99, 1_000]),
        log('L2', '08:30', [1_000, 10_000]),
      ],
      ask: {},
      is: 'F1 L1 L2',
    },
    {
      rule: 'LSNs: to the last of 23 digits',
      sets: [
        full('F1', '08:00', [0, 0], {
          firstLsn: '17126786000011867500001',
          lastLsn: '17126786000011867500001',
        }),
        log('L1', '08:15', [0, 0], {
          firstLsn: '17126786000011867500002',
          lastLsn: '17126786000011867500099',
        }),
      ],
      ask: { to: '08:10' },
      is: 'gap',
    },
  ]);
});
