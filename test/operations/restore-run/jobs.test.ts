import { describe, expect, it } from 'vitest';
import type { Answer, ResultRow } from '../../../src/domain/target.ts';
import { jobs } from '../../../src/operations/restore-run/steps/jobs.ts';
import { jobWarnings } from '../../../src/operations/restore-run/wait-for-jobs.ts';
import { aPlan, aStep } from '../../fakes/runs.ts';
import { theFacts } from './restore-facts.ts';
import { stepContext } from './step-context.ts';

const step = aStep({ id: 'jobs', does: 'jobs' });
const plan = aPlan({ steps: [step] });
const denied: Answer<ResultRow[]> = {
  ok: false,
  trouble: { kind: 'permission', detail: 'denied', code: 229 },
};
const none: Answer<ResultRow[]> = { ok: true, value: [] };
const nightly: Answer<ResultRow[]> = { ok: true, value: [{ name: 'Nightly' }] };

/** The step against a server that answers one after the other, and the last for ever. */
async function waitFor(...answers: readonly Answer<ResultRow[]>[]) {
  let asked = 0;
  const ask = async () => answers[Math.min(asked++, answers.length - 1)] ?? none;
  const outcome = await jobs.perform(stepContext(plan, step, { ask }));
  return { outcome, asked };
}

describe('S23 jobs that back up or clean up', () => {
  it('are not taken for disabled because nobody could look once', async () => {
    const { outcome, asked } = await waitFor(nightly, denied, nightly, none);
    expect(outcome).toEqual({ kind: 'done', note: 'No such job is enabled.' });
    expect(asked).toBe(4);
  });

  it('keep a restore from going on while nobody can look', async () => {
    const { outcome } = await waitFor(denied);
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'Nothing was done: which jobs are enabled is not known. Let the reader see them, or order it with “while they run”.',
    });
  });

  it('that nobody can see are told of in the plan', () => {
    const facts = theFacts({ jobs: null });
    expect(jobWarnings({ facts, options: {} })).toEqual([
      'Which jobs back up or clean up is not known: it goes no further until the reader sees them. Or order it with “while they run”.',
    ]);
    expect(jobWarnings({ facts, options: { whileJobsRun: true } })).toEqual([]);
  });
});
