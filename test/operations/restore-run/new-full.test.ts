import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../src/domain/alert.ts';
import type { Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { writeStep } from '../../../src/operations/backup/write-step.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planBeside } from '../../../src/operations/restore-run/plan-beside.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { anOrder, at, GB, theContext, theFacts } from './restore-facts.ts';
import { stepContext } from './step-context.ts';

const toNine = { end: { kind: 'moment', at: at(9, 30) } };

function inPlace(
  facts: RestoreFacts = theFacts(),
  options: JsonObject = {},
  settings: Partial<typeof theContext.settings> = {},
): Plan | Refusal {
  const context = { ...theContext, settings: { ...theContext.settings, ...settings } };
  return planInPlace(anOrder({ ...toNine, ...options }), facts, context);
}

function aCopy(facts: RestoreFacts): Plan | Refusal {
  return planCopy(
    anOrder({ ...toNine, copy: 'Hartonomous_R1' }, 'restore.copy'),
    facts,
    theContext,
  );
}

function planOf(answer: Plan | Refusal): Plan {
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

describe('the first full backup after a restore', () => {
  it('S21 is the last thing of a restore in place, under the same claim, into a new file', () => {
    const plan = planOf(inPlace());
    const steps = plan.steps.slice(-3);

    expect(steps.map(({ does }) => does)).toEqual(['write', 'header', 'verify']);
    expect(steps[0]?.statements).toEqual([
      expect.stringMatching(
        /^BACKUP DATABASE \[Hartonomous\]\s+TO DISK = N'D:\\Backups\\Hartonomous_20260105T120000Z_R205_full\.bak'\s+WITH CHECKSUM, COMPRESSION/,
      ),
    ]);
    expect(plan.claims).toEqual([expect.objectContaining({ mode: 'everything' })]);
  });

  it.each([{}, { way: 'beside' }])(
    'S13 S20 goes into a new file where a part of it lies already, ordered as %o',
    async (options) => {
      const order = anOrder({ ...toNine, ...options });
      const plan = planOf(
        'way' in options
          ? planBeside(order, theFacts(), theContext)
          : planInPlace(order, theFacts(), theContext),
      );
      const step = plan.steps.find(({ id }) => id === 'new-full');
      if (step === undefined) throw new Error('no step');
      const half = 'D:\\Backups\\Hartonomous_20260105T120000Z_R205_full.bak';
      const sent: string[] = [];
      const context = stepContext(plan, step, {
        ask: async (_name, parameters) => ({
          ok: true,
          value: [{ file_exists: Number(parameters?.['path']?.value === half) }],
        }),
        async send(statement) {
          sent.push(statement);
          return { ok: true, value: [] };
        },
      });
      expect(await writeStep.perform(context)).toMatchObject({ kind: 'done' });
      expect(sent).toEqual([expect.stringContaining('_R205_full_again2.bak')]);
    },
  );

  it('is of no copy, and only proposed where backups have no directory', () => {
    expect(planOf(aCopy(theFacts())).steps.map(({ does }) => does)).not.toContain('write');
    const without = planOf(inPlace(theFacts(), { withoutTail: true }, { backupDirectory: null }));
    expect(without.steps.map(({ does }) => does)).not.toContain('write');
  });

  it('S48 leaves a state that has a name, as does each step from recovery on', () => {
    const { steps } = planOf(inPlace());
    const recovered = steps.findIndex(({ id }) => id === 'recover');
    const unnamed = steps.filter(
      ({ by, safe }, place) => place >= recovered && by === 'bot' && safe === undefined,
    );
    expect(unnamed).toEqual([]);
    expect(steps.at(-1)?.safe).toBe('open');
  });

  it('S50 names what it causes, each by its alert', () => {
    const muted = planOf(inPlace()).mutes.map((labels) => labels['alert']);
    expect(muted).toEqual(expect.arrayContaining(['no-backup-counts', 'not-restorable']));
    expect(muted).not.toContain('storage-full');
  });

  it.each([
    ['queues', 'sql-server', true],
    ['graph-drift', 'neo4j', true],
    ['neo4j', 'neo4j', false],
    ['api', 'api', false],
  ])('S50 that %s of %s can’t tell is muted: %s', (check, target, isMuted) => {
    const instance: Labels = { alert: 'check-unknown', check, target, reason: 'timeout' };
    const covers = (labels: Labels) =>
      Object.entries(labels).every(([name, value]) => instance[name] === value);
    expect(planOf(inPlace()).mutes.some(covers)).toBe(isMuted);
  });
});

describe('room on the volumes', () => {
  const volumes = (free: number) => [
    { mount: 'D:\\', freeBytes: free * GB, totalBytes: 1000 * GB },
    { mount: 'L:\\', freeBytes: 100 * GB, totalBytes: 200 * GB },
  ];

  it('warns when a copy, or the new full, would leave less than 15 % of one free', () => {
    expect(planOf(aCopy(theFacts({ volumes: volumes(240) }))).warnings).toEqual([
      '`D:\\` would be 86 % full afterwards.',
    ]);
    expect(planOf(aCopy(theFacts({ volumes: volumes(300) }))).warnings).toEqual([]);
    expect(planOf(inPlace(theFacts({ volumes: volumes(500) }))).warnings).toEqual([
      '`D:\\` would be 90 % full afterwards.',
    ]);
    expect(planOf(inPlace(theFacts({ volumes: volumes(300) }))).warnings).toEqual([
      expect.stringContaining('takes about 400 GB on `D:\\`, which has 300 GB'),
    ]);
  });
});

describe('S4 what the login may', () => {
  it('is known before anyone approves', () => {
    const rights = { setTrustworthy: true, setOwner: true };
    const may = (restore: boolean | null, backUp: boolean | null) =>
      theFacts({ rights: { ...rights, restore, backUp } });

    expect(inPlace(may(false, true))).toMatchObject({
      rule: 'S4',
      message: expect.stringContaining('`hart_operator` on `SQL-PROD` is no member of `dbcreator`'),
    });
    expect(inPlace(may(true, false))).toMatchObject({
      rule: 'S4',
      message: expect.stringContaining('db_backupoperator'),
    });
    expect(aCopy(may(false, true))).toMatchObject({ rule: 'S4' });
    expect(aCopy(may(true, false))).not.toHaveProperty('rule');
    expect(inPlace(may(null, null))).not.toHaveProperty('rule');
  });
});

describe('S23 jobs that back up or clean up', () => {
  const facts = theFacts({ jobs: ['Nightly cleanup'] });

  it('are waited for before anything is done, whether any is enabled now or not', () => {
    expect(planOf(inPlace(facts)).steps[0]?.id).toBe('jobs');
    expect(planOf(inPlace(theFacts({ jobs: [] }))).steps[0]?.id).toBe('jobs');
    expect(planOf(inPlace(facts)).warnings.slice(0, 1)).toEqual([
      'Disable these jobs first, they back up or clean up: `Nightly cleanup`. It waits 10 minutes for that.',
    ]);
  });

  it('are not waited for by who takes that upon them, to which approvals are bound', () => {
    const plan = planOf(inPlace(facts, { whileJobsRun: true }));
    expect(plan.steps.map(({ id }) => id)).not.toContain('jobs');
    expect(plan.warnings[0]).toContain('it does not wait for them: `Nightly cleanup`');
    expect(plan.binding).not.toEqual(planOf(inPlace(facts)).binding);
  });
});
