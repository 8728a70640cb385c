import * as fc from 'fast-check';
import type { Mishap } from '../delivery/fake-slack.ts';

/** What a queue holds: good, good, bad, worse. */
export const depth = fc.constantFrom(3, 900, 1200, 6000);
const minutes = fc.constantFrom(1, 7, 30, 90);
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('sample' as const), depth, other: depth }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      reason: fc.constantFrom('timeout' as const, 'unreachable' as const, 'permission' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('pass' as const, 'sleep' as const), minutes }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      queue: fc.constantFrom('Act', 'Learn'),
      minutes,
      ahead: fc.constantFrom(0, 5, 60),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('open' as const, 'extend' as const, 'close' as const),
      run: fc.constantFrom('R1', 'R2'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('snooze' as const, 'wake' as const, 'acknowledge' as const),
    }),
  },
);
/** What can happen to a watcher in a day. */
export type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

const mishap: fc.Arbitrary<Mishap> = fc.constantFrom(
  'fine',
  'reply-lost',
  'request-lost',
  'rate-limited',
  'server-error',
  'throws',
  'uneditable',
  'invalid-blocks',
);

export const days = fc.array(event, { minLength: 4, maxLength: 30 });
export const troubles = fc.array(mishap, { maxLength: 25 });
