import { diff, full, log } from './scene.ts';

/** One full, its differential and three logs, each of which continues the one before. */
export const F1 = full('F1', '08:00', [100, 120]);
export const L1 = log('L1', '08:15', [90, 200]);
export const L2 = log('L2', '08:30', [200, 300]);
export const L3 = log('L3', '08:45', [300, 400]);
export const D1 = diff('D1', '08:40', [340, 350], F1);
export const plain = [F1, L1, L2, L3];

/** What becomes of fork A at LSN 250, at about 08:25: it was restored to there at 09:00 and went on as B. */
export const S = log('S', '09:15', [200, 500], {
  firstForkGuid: 'A',
  lastForkGuid: 'B',
  forkPointLsn: '250',
  databaseGuid: 'database-2',
});
export const B2 = log('B2', '09:30', [500, 600], {
  firstForkGuid: 'B',
  lastForkGuid: 'B',
  databaseGuid: 'database-2',
});
export const A4 = log('A4', '09:20', [400, 700]);
