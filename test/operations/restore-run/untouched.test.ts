import { describe, expect, it } from 'vitest';
import type { ResultRow } from '../../../src/domain/target.ts';
import type { StepKind } from '../../../src/operations/acting/operation.ts';
import { doors, statisticsBack } from '../../../src/operations/restore-run/steps/doors.ts';
import { restoreSet } from '../../../src/operations/restore-run/steps/restore-set.ts';
import { aRun, stepsOf } from '../../fakes/runs.ts';
import { planned } from './planned-in-place.ts';
import { NOW, theDatabase, theFacts } from './restore-facts.ts';
import { stepContext } from './step-context.ts';

const standing: ResultRow = {
  server_name: 'SQL-PROD',
  name: theDatabase.name,
  database_id: theDatabase.id,
  state: 'RESTORING',
  user_access: 'SINGLE_USER',
  redo_start_lsn: '805',
};

interface Server {
  readonly code?: number;
  readonly before?: ResultRow;
  readonly after?: ResultRow;
  readonly again?: boolean;
  readonly withoutTail?: boolean;
}

/** The step `does` of a plan in place, against a server that refuses its RESTORE, and what was sent by it. */
async function perform(
  does: string,
  kind: StepKind,
  { code = 3201, before = {}, after = before, again = false, withoutTail = false }: Server,
) {
  const options = { end: { kind: 'latest' }, ...(withoutTail ? { withoutTail } : {}) };
  const plan = planned(theFacts(), options);
  const step = plan.steps.find((each) => each.does === does);
  if (step === undefined) throw new Error(`there is no step ${does}`);
  const sent: string[] = [];
  const context = stepContext(plan, step, {
    ask: async () => ({ ok: true, value: [] }),
    async send(statement) {
      if (statement.includes('sys.master_files')) {
        const now = sent.length === 0 ? before : after;
        return { ok: true, value: [{ ...standing, ...now }] };
      }
      sent.push(statement);
      return { ok: false, trouble: { kind: 'failed', detail: 'a path', code } };
    },
  });
  const steps = stepsOf(plan).map((each) => {
    if (each.id !== step.id && each.id !== 'restore-full') return each;
    return { ...each, state: does === 'doors' ? ('failed' as const) : ('running' as const) };
  });
  const outcome = await kind.perform({
    ...context,
    again,
    run: aRun({ plan, steps }),
    memory: { ...plan.memory, untouched: does === 'doors' },
  });
  return { outcome, sent };
}

async function first(server: Server) {
  const { outcome } = await perform('restore-set', restoreSet, server);
  if (outcome.kind !== 'failed') throw new Error(outcome.kind);
  return outcome.memory?.['untouched'] === true ? 'untouched' : 'closed';
}

describe('S2 a first RESTORE that failed', () => {
  it.each<readonly [string, Server, string]>([
    ['is refused before it writes', { code: 3201 }, 'untouched'],
    ['holds another database', { code: 3154 }, 'untouched'],
    ['finds somebody in it', { code: 3101 }, 'untouched'],
    ['meets a damaged page, having written', { code: 3183 }, 'closed'],
    ['fails with what nobody foresaw', { code: 9999 }, 'closed'],
    ['moved the files', { code: 3201, after: { redo_start_lsn: '0' } }, 'closed'],
    ['was cut off before, and begun anew', { code: 3201, again: true }, 'closed'],
    ['left another database of that name', { code: 3201, after: { database_id: 9 } }, 'closed'],
    [
      'without a tail left it out of RESTORING',
      { code: 9999, before: { state: 'SUSPECT' }, withoutTail: true },
      'untouched',
    ],
    [
      'without a tail has begun',
      { code: 3201, before: { state: 'ONLINE' }, after: { state: 'RESTORING' }, withoutTail: true },
      'closed',
    ],
    ['was not sent, since somebody opened it', { before: { state: 'ONLINE' } }, 'untouched'],
  ])('that %s', async (_what, server, is) => {
    expect(await first(server)).toBe(is);
  });
});

describe('S12 statistics that were turned off by a step', () => {
  it.each([
    ['are given back though it died in it and was skipped by a cancel', NOW, 1],
    ['are left alone where it was never begun', null, 0],
  ])('%s', async (_what, startedAt, times) => {
    const plan = planned();
    const [step] = plan.steps;
    if (step === undefined) throw new Error('there are no steps');
    const sent: string[] = [];
    const context = stepContext(plan, step, {
      ask: async () => ({ ok: true, value: [] }),
      async send(statement) {
        if (statement.includes('sys.master_files'))
          return { ok: true, value: [{ ...standing, state: 'ONLINE' }] };
        sent.push(statement);
        return { ok: true, value: [] };
      },
    });
    const steps = stepsOf(plan).map((each) => ({ ...each, state: 'skipped' as const, startedAt }));
    const run = aRun({ plan, steps });
    expect(await statisticsBack({ ...context, run }, theDatabase.name)).toEqual([]);
    expect(sent).toHaveLength(times);
  });
});

describe('S6 the doors', () => {
  it('open no database that took the place of the planned one', async () => {
    const { outcome, sent } = await perform('doors', doors, { before: { database_id: 9 } });
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'It was left as it is: `Hartonomous` is another database than the one that was planned for.',
    });
    expect(sent).toEqual([]);
  });
});
