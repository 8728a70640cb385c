import { describe, expect, it } from 'vitest';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { recorded } from '../../../src/operations/restore-run/recorded.ts';
import { aFile, anOrder, at, theContext, theDatabase, theFacts } from './restore-facts.ts';

const end = { kind: 'moment', at: at(9, 30) };
/** As the server shows it in RESTORING: what was set is not to be seen. */
const facts = theFacts({
  as: { state: 'RESTORING', trustworthy: false, broker: false },
  files: [aFile({ logical: 'Hartonomous', path: 'D:\\x.mdf', redoStartLsn: '805' })],
});

function planned(options: Parameters<typeof anOrder>[0], as: Partial<typeof theDatabase>) {
  return planInPlace(
    anOrder({ end, ...options }),
    theFacts({ as, files: facts.files }),
    theContext,
  );
}

function warnings(options: Parameters<typeof anOrder>[0]): string {
  const plan = planInPlace(anOrder({ end, ...options }), facts, theContext);
  if ('rule' in plan) throw new Error(plan.message);
  return plan.warnings.join('\n');
}

describe('S9 going on with a database in RESTORING', () => {
  const words =
    'How `Hartonomous` was set before is not in this order: owner, options, queues and broker stay as it shows them in RESTORING.';

  it('says that nobody recorded how it was set, where that is so', () => {
    expect(warnings({})).toContain(words);
  });

  it('is refused where the database is open: what was recorded of it may be out of date', () => {
    const was = { was: recorded(theDatabase) };
    expect(planned(was, {})).toMatchObject({
      rule: 'S9',
      message: '`Hartonomous` is online and open: there is nothing to go on with.',
      hint: 'Order a new restore: it notes anew how the database is set.',
    });
    // One that a restore left closed is restored anew by what was recorded.
    expect(planned(was, { userAccess: 'RESTRICTED_USER' })).not.toHaveProperty('rule');
    expect(planned({}, {})).not.toHaveProperty('rule');
  });

  it('does not lead back: the refusal says what does', () => {
    const earlier = { kind: 'moment', at: at(7, 30) };
    const refusal = planInPlace(
      anOrder({ end: earlier }),
      theFacts({
        as: { state: 'RESTORING' },
        files: [aFile({ logical: 'Hartonomous', path: 'D:\\x.mdf', redoStartLsn: '1105' })],
      }),
      theContext,
    );
    expect(refusal).toMatchObject({
      message: expect.stringMatching(
        /^The database is rolled forward past 2026-01-05 08:30:00 already/,
      ),
      hint: expect.stringContaining(
        'the DBA opens it as it is (`RESTORE DATABASE … WITH RECOVERY`)',
      ),
    });
    expect(JSON.stringify(refusal)).not.toContain('--continue-from');
  });

  it('says nothing where the restore that began had recorded it', () => {
    expect(warnings({ was: recorded(theDatabase) })).not.toContain(words);
  });
});
