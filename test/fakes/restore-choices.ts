import type { RestoreChoices, ServerMoment } from '../../src/domain/restore-choices.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import { NOON } from './views.ts';

/** By a server in Berlin in winter. */
function berlin(at: Instant): ServerMoment {
  return { at, local: new Date(at + HOUR).toISOString().slice(0, 19) };
}

export function someRestoreChoices(changed: Partial<RestoreChoices> = {}): RestoreChoices {
  return {
    environment: 'production',
    server: 'SQL-PROD',
    database: 'Hartonomous',
    forks: [
      {
        id: '7d1c2b9e-0000-4000-8000-000000000001',
        present: true,
        oldest: berlin(NOON - 6 * DAY),
        newest: berlin(NOON - 4 * MINUTE),
        note: null,
      },
      {
        id: '7d1c2b9e-0000-4000-8000-000000000002',
        present: false,
        oldest: berlin(NOON - 9 * DAY),
        newest: berlin(NOON - 5 * DAY),
        note: 'left on 2026-11-18 by a restore',
      },
    ],
    logs: [
      {
        setId: '412',
        fork: null,
        startedAt: berlin(NOON - 19 * MINUTE),
        finishedAt: berlin(NOON - 18 * MINUTE),
      },
    ],
    serverZone: 'Europe/Berlin',
    copyName: 'Hartonomous_copy_20261123',
    files: [
      {
        logical: 'Hartonomous',
        kind: 'rows',
        proposed: '/data/Hartonomous_copy_20261123.mdf',
        bytes: 412 * 1024 ** 3,
      },
      {
        logical: 'Hartonomous_log',
        kind: 'log',
        proposed: '/data/Hartonomous_copy_20261123.ldf',
        bytes: 20 * 1024 ** 3,
      },
    ],
    volumes: [{ name: '/data', freeBytes: 1900 * 1024 ** 3 }],
    copyLifetime: 7 * DAY,
    warnings: [],
    ...changed,
  };
}
