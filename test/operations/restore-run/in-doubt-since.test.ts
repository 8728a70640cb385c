import { describe, expect, it } from 'vitest';
import { refuseStrangers } from '../../../src/operations/restore-run/steps/stopped.ts';
import { aStep } from '../../fakes/runs.ts';
import { planned } from './planned-in-place.ts';
import { stepContext } from './step-context.ts';

/** Nobody is in it, and this is the answer to whether transactions are in doubt. */
function refusedBy(isRead: boolean) {
  const context = stepContext(planned(), aStep({ id: 'tail' }), {
    ask: async (name) =>
      isRead || name !== 'in-doubt-transactions'
        ? { ok: true, value: [] }
        : { ok: false, trouble: { kind: 'permission', detail: 'denied', code: 300 } },
  });
  return refuseStrangers(context);
}

describe('S15 transactions in doubt, right before the database is taken', () => {
  it('keep it from being taken where nobody can say whether there are any', async () => {
    expect(await refusedBy(true)).toBeNull();
    expect(await refusedBy(false)).toMatchObject({
      kind: 'failed',
      why: expect.stringMatching(/^Whether distributed transactions are in doubt is not known/),
    });
  });
});
