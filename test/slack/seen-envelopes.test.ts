import { describe, expect, it } from 'vitest';
import { createSeenEnvelopes, idsOf } from '../../src/slack/seen-envelopes.ts';

describe('what has been seen', () => {
  it.each([
    ['an event', { event_id: 'Ev1' }, ['envelope:E', 'event:Ev1']],
    ['a command', { command: '/hart', trigger_id: 'T1' }, ['envelope:E', 'trigger:T1']],
    [
      'a click in a view',
      { type: 'block_actions', trigger_id: 'T1', view: { id: 'V1', hash: 'h' } },
      ['envelope:E', 'trigger:T1'],
    ],
    [
      'a form sent off',
      { type: 'view_submission', trigger_id: 'T1', view: { id: 'V1', hash: 'h' } },
      ['envelope:E', 'trigger:T1', 'submitted:V1:h'],
    ],
    ['a form closed', { type: 'view_closed', view: { id: 'V1' } }, ['envelope:E', 'closed:V1']],
    ['nothing known', {}, ['envelope:E']],
  ])('%s is known again by its ids', (_, body, ids) => {
    expect(idsOf('E', body)).toEqual(ids);
  });

  it('is one thing by any of its ids, with the answer that the first got', async () => {
    const seen = createSeenEnvelopes(() => 0);
    const first = seen.take(['envelope:1', 'event:Ev']);
    const second = seen.take(['envelope:2', 'event:Ev']);
    first.taken.answered({ text: 'hello' });

    expect([first.again, second.again]).toEqual([false, true]);
    expect(await second.taken.answer).toEqual({ text: 'hello' });
    expect(seen.take(['envelope:3', 'event:Other']).again).toBe(false);
  });

  it('is taken up anew when it was not done after all', () => {
    const seen = createSeenEnvelopes(() => 0);
    seen.take(['event:Ev']).taken.forget();
    expect(seen.take(['event:Ev']).again).toBe(false);
  });

  it('is remembered for 15 minutes', () => {
    let now = 0;
    const seen = createSeenEnvelopes(() => now);
    seen.take(['event:Ev']);
    now = 15 * 60_000 - 1;
    expect(seen.take(['event:Ev']).again).toBe(true);
    now = 15 * 60_000;
    expect(seen.take(['event:Ev']).again).toBe(false);
  });
});
