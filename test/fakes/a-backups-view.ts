import type { BackupsView } from '../../src/domain/backups-view.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOON } from './views.ts';

export function aBackupsView(view: Partial<BackupsView> = {}): BackupsView {
  return {
    environment: 'production',
    asOf: NOON,
    lines: [
      {
        database: 'Hartonomous',
        kind: 'full',
        state: 'ok',
        finishedAt: NOON - 9 * HOUR,
        age: 9 * HOUR,
        bytes: 412 * 1024 ** 3,
        readBack: true,
        restoreTested: null,
      },
    ],
    restorability: [
      {
        database: 'Hartonomous',
        newest: NOON - 4 * MINUTE,
        behind: 4 * MINUTE,
        worstGap: 15 * MINUTE,
        missing: [],
      },
    ],
    rpo: 15 * MINUTE,
    unknown: [],
    ...view,
  };
}
