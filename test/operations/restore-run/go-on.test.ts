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

  it('says nothing where the restore that began had recorded it', () => {
    expect(warnings({ was: recorded(theDatabase) })).not.toContain(words);
  });
});
