import { describe } from 'vitest';
import { F1, L1, L2, L3, plain } from './chain.ts';
import { checkRules, log } from './scene.ts';

describe('logs and the moment', () => {
  checkRules([
    {
      rule: 'coverage: no log reaches it',
      sets: plain,
      ask: { to: '08:45:01' },
      is: 'not-covered',
    },
    {
      rule: 'first log: it may begin before the base and must not end before it',
      sets: [F1, log('early', '08:01', [80, 119]), L1],
      ask: { to: '08:10' },
      is: 'F1 L1',
    },
    {
      rule: 'first log: one that ends just where the base does adds nothing',
      sets: [F1, log('same', '07:59', [80, 120]), L1],
      ask: { to: '08:10' },
      is: 'F1 L1',
    },
    {
      rule: 'first log: one that begins after the base ends is a gap',
      sets: [F1, log('late', '08:15', [121, 200])],
      ask: { to: '08:10' },
      is: 'gap',
    },
    {
      rule: 'logs are not attached by database_backup_lsn',
      sets: [F1, log('L1', '08:15', [90, 200], { databaseBackupLsn: '7' }), L2],
      ask: { to: '08:20' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'adjacency: a missing log is a gap',
      sets: [F1, L1, L3],
      ask: { to: '08:44' },
      is: 'gap',
    },
    {
      rule: 'adjacency: overlapping logs, the longest first',
      sets: [F1, L1, log('long', '08:31', [150, 300]), L2, L3],
      ask: { to: '08:44' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'adjacency: a longer log saves steps',
      sets: [F1, log('long', '08:31', [110, 300]), L1, L2, L3],
      ask: { to: '08:44' },
      is: 'F1 long L3',
    },
    {
      rule: 'adjacency: duplicates from two replicas are used once',
      sets: [F1, L1, { ...L1, id: 'L1-replica' }, L2],
      ask: { to: '08:20' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'adjacency: a copy-only log covers what later logs cover again',
      sets: [F1, L1, log('copy', '08:25', [200, 260], { isCopyOnly: true }), L2, L3],
      ask: { to: '08:44' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'adjacency: a copy-only log bridges a gap',
      sets: [F1, L1, log('copy', '08:31', [200, 320], { isCopyOnly: true }), L3],
      ask: { to: '08:44' },
      is: 'F1 L1 copy L3',
    },
    {
      rule: 'empty logs are skipped',
      sets: [F1, L1, log('E', '08:20', [200, 200]), L2],
      ask: { to: '08:25' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'empty logs prove that the moment is covered',
      sets: [F1, L1, log('E1', '08:20', [200, 200]), log('E2', '08:25', [200, 200])],
      ask: { to: '08:22' },
      is: 'F1 L1 E2',
    },
    {
      rule: 'empty logs: of several proofs the earliest finish',
      sets: [
        F1,
        log('E3', '08:40', [120, 120]),
        log('E1', '08:20', [120, 120]),
        log('E2', '08:30', [120, 120]),
      ],
      ask: { to: '08:15' },
      is: 'F1 E1',
    },
    {
      rule: 'coverage: a log that finishes exactly at the moment covers it',
      sets: plain,
      ask: { to: '08:30' },
      is: 'F1 L1 L2',
    },
    {
      rule: 'coverage: a full without logs is no point in time',
      sets: [F1],
      ask: { to: '08:00' },
      is: 'not-covered',
    },
    {
      rule: 'STOPAT: not inside a log with minimally logged changes',
      sets: [F1, L1, log('L2', '08:30', [200, 300], { hasBulkLoggedData: true }), L3],
      ask: { to: '08:20' },
      is: 'bulk-logged',
    },
    {
      rule: 'STOPAT: such a log may be restored whole',
      sets: [F1, L1, log('L2', '08:30', [200, 300], { hasBulkLoggedData: true }), L3],
      ask: { to: '08:44' },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'STOPAT: another log over the same moment without them will do',
      sets: [
        F1,
        L1,
        log('L2', '08:30', [200, 300], { hasBulkLoggedData: true }),
        log('copy', '08:31', [200, 310]),
      ],
      ask: { to: '08:20' },
      is: 'F1 L1 copy',
    },
  ]);
});
