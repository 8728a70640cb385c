import { describe } from 'vitest';
import { D1, F1, L1, plain } from './chain.ts';
import { checkRules, diff, log } from './scene.ts';

const onB = { firstForkGuid: 'B', lastForkGuid: 'B', databaseGuid: 'database-2' };

describe('what is asked for', () => {
  checkRules([
    { rule: 'latest: as far as logs lead', sets: [...plain, D1], ask: {}, is: 'F1 D1 L3' },
    {
      rule: 'fewest steps: full and differential before ten logs',
      sets: [...plain, D1, log('L4', '08:55', [400, 500])],
      ask: { to: '08:50' },
      is: 'F1 D1 L3 L4',
    },
    {
      rule: 'exclude diff',
      sets: [...plain, D1],
      ask: { to: '08:44', exclude: ['diff'] },
      is: 'F1 L1 L2 L3',
    },
    {
      rule: 'exclude log',
      sets: [...plain, D1],
      ask: { to: '08:44', exclude: ['log'] },
      is: 'F1 D1',
    },
    {
      rule: 'exclude both',
      sets: [...plain, D1],
      ask: { to: '08:44', exclude: ['log', 'diff'] },
      is: 'F1',
    },
    {
      rule: 'latest: with the newest proof that nothing more happened',
      sets: [F1, L1, log('E1', '08:20', [200, 200]), log('E2', '08:25', [200, 200])],
      ask: {},
      is: 'F1 L1 E2',
    },
    {
      rule: 'continue: the log that holds redo_start_lsn first',
      sets: plain,
      ask: { to: '08:44', from: { lsn: 200 }, fork: 'A' },
      is: 'L2 L3',
    },
    {
      rule: 'continue: no differential once a log was restored',
      sets: [...plain, D1],
      ask: { to: '08:44', from: { lsn: 200, diffBase: 100 }, fork: 'A' },
      is: 'L2 L3',
    },
    {
      rule: 'continue: a differential where the full was last',
      sets: [...plain, D1],
      ask: { to: '08:44', from: { lsn: 120, diffBase: 100 }, fork: 'A' },
      is: 'D1 L3',
    },
    {
      rule: 'continue: a differential that adds nothing, and leads to the fork that came after its full',
      sets: [F1, diff('D2', '08:10', [120, 120], F1, onB), log('LB', '08:30', [120, 300], onB)],
      ask: { to: '08:20', from: { lsn: 120, diffBase: 100 }, fork: 'A' },
      is: 'D2 LB',
    },
    {
      rule: 'continue: no differential without --diff-base',
      sets: [...plain, D1],
      ask: { to: '08:44', from: { lsn: 120 }, fork: 'A' },
      is: 'L1 L2 L3',
    },
    {
      rule: 'continue: only on the fork that the database is on',
      sets: plain,
      ask: { to: '08:44', from: { lsn: 200 }, fork: 'B' },
      is: 'not-covered',
    },
    {
      rule: 'continue: a database that is past the moment can’t go back (Msg 4335)',
      sets: plain,
      ask: { to: '08:20', from: { lsn: 300 }, fork: 'A' },
      is: 'not-covered',
    },
    {
      rule: 'continue: nothing is left to restore',
      sets: plain,
      ask: { from: { lsn: 400 }, fork: 'A' },
      is: '',
    },
  ]);
});
