import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { StepKind } from '../../../src/operations/acting/operation.ts';
import { reportRestore } from '../../../src/operations/restore-run/report-restore.ts';
import { mark } from '../../../src/operations/restore-run/steps/mark.ts';
import { mask } from '../../../src/operations/restore-run/steps/mask.ts';
import { tame } from '../../../src/operations/restore-run/steps/tame.ts';
import { aPlan, aRun, aStep, stepsOf } from '../../fakes/runs.ts';
import { stepContext } from './step-context.ts';

const ids = ['recover', 'mark', 'tame', 'mask'];
const steps = ids.map((id) =>
  aStep({ id, does: id, input: id === 'mask' ? { procedure: 'dbo.Mask' } : {} }),
);
const memory: JsonObject = { copy: 'Hart_R1', createdLocal: '2026-01-05T12:00:00', from: 'prod' };
const plan = aPlan({ operation: 'restore.copy', steps, memory });

/** How a step ends on a copy that stands so, where the server refuses what matches. */
async function left(kind: StepKind, userAccess: string, refuses: RegExp, created = '12:00:00') {
  const step = steps.find(({ id }) => kind === { mark, tame, mask }[id]);
  if (step === undefined) throw new Error('no such step');
  const outcome = await kind.perform(
    stepContext(plan, step, {
      ask: async () => ({ ok: true, value: [] }),
      async send(statement) {
        if (refuses.test(statement))
          return { ok: false, trouble: { kind: 'failed', detail: 'x', code: 9999 } };
        if (!statement.includes('sys.master_files')) return { ok: true, value: [] };
        const row = { name: 'Hart_R1', state: 'ONLINE', user_access: userAccess, broker: 1 };
        return { ok: true, value: [{ ...row, created_local: `2026-01-05T${created}` }] };
      },
    }),
  );
  if (outcome.kind !== 'failed') throw new Error(outcome.kind);
  return outcome.leaves;
}

const shut = 'RESTRICTED_USER';

describe('S17 a copy that is not masked yet', () => {
  it('is not said to be let in by SET MULTI_USER where a step before the masking fails', async () => {
    for (const words of [
      await left(tame, shut, /DISABLE_BROKER/),
      await left(mark, shut, /addextendedproperty/),
      await left(mask, shut, /\[Mask\]/),
    ]) {
      expect(words).toContain('holds the data unmasked. It stays restricted');
      expect(words).not.toContain('MULTI_USER');
    }
  });

  it('is told from another database that took its name', async () => {
    expect(await left(tame, shut, /DISABLE_BROKER/, '13:00:00')).not.toContain('unmasked');
  });

  it('is said to be open where it is, with what shuts it', async () => {
    expect(await left(mask, 'MULTI_USER', /^$/)).toMatch(
      /unmasked and OPEN .*SET RESTRICTED_USER WITH ROLLBACK IMMEDIATE/,
    );
  });

  it('is not called unmasked where it is masked, and only its mark is missing', async () => {
    const words = await left(mask, shut, /addextendedproperty/);
    expect(words).toContain('was masked by `dbo.Mask`');
    expect(words).not.toContain('unmasked');
  });

  it.each(['failed', 'cancelled', 'stopped'] as const)('is named by a report of %s', (state) => {
    const lines = (done: number, masked: JsonObject = {}) => {
      const at = stepsOf(plan).map((each, index) =>
        index < done ? { ...each, state: 'done' as const } : each,
      );
      const run = aRun({ plan, steps: at, state, memory: { ...memory, ...masked } });
      return reportRestore(run).lines.join('\n');
    };
    expect(lines(1)).toContain('`Hart_R1` holds the data unmasked. Let nobody in');
    expect(lines(0)).not.toContain('unmasked');
    expect(lines(4, { masked: 'dbo.Mask' })).not.toContain('unmasked');
  });
});
