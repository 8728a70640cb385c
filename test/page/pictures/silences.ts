import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { NOON } from '../../fakes/views.ts';

/** One that goes on, one that is planned, and the window of a run. */
export const silences = [
  {
    id: 'S12',
    matchers: { alert: 'queue-backlog', queue: 'LearnQueue' },
    from: NOON - HOUR,
    until: NOON + 2 * HOUR,
    by: 'otto',
    comment: 'the worker is being updated',
    run: null,
  },
  {
    id: 'S13',
    matchers: { alert: 'api-down' },
    from: NOON + 6 * HOUR,
    until: NOON + 8 * HOUR,
    by: 'vera',
    comment: 'new release',
    run: null,
  },
  {
    id: 'S14',
    matchers: { environment: 'production' },
    from: NOON - MINUTE,
    until: NOON + HOUR,
    by: 'otto',
    comment: 'restore in place',
    run: 'R204',
  },
] as const;
