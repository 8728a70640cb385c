import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { differences, type Plan } from '../../../src/domain/plan.ts';
import type { RunStep } from '../../../src/domain/run.ts';
import { stopPlace } from '../../../src/operations/acting/stop-place.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planBeside } from '../../../src/operations/restore-run/plan-beside.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { aRun, stepsOf } from '../../fakes/runs.ts';
import { aFile, anOrder, at, GB, theContext, theDatabase, theFacts } from './restore-facts.ts';

const toNine = { way: 'beside', end: { kind: 'moment', at: at(9, 30) } };
const toNow = { way: 'beside', end: { kind: 'latest' } };
const tight = [
  { mount: 'D:\\', freeBytes: 50 * GB },
  { mount: 'L:\\', freeBytes: 50 * GB },
];

const answerTo = (facts: RestoreFacts, options: JsonObject) =>
  planBeside(anOrder(options), facts, theContext);

function planned(options: JsonObject = toNine, facts: RestoreFacts = theFacts()): Plan {
  const answer = answerTo(facts, options);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

function refused(facts: RestoreFacts, options: JsonObject = toNine): Refusal {
  const answer = answerTo(facts, options);
  if (!('rule' in answer)) throw new Error('it was planned');
  return answer;
}

const ids = ({ steps }: Plan) => steps.map(({ id }) => id);
const statements = ({ steps }: Plan) => steps.flatMap(({ statements: all }) => all);
const between = (all: readonly string[], from: string, to: string) =>
  all.slice(all.indexOf(from), all.indexOf(to) + 1);

describe('S8 the plan of a restore in place, beside first', () => {
  it('to a moment proves the copy before it looks at anyone, and takes no tail', () => {
    expect(between(ids(planned()), 'check-sets', 'doors')).toEqual([
      'check-sets',
      'restore-full',
      'restore-diff',
      'restore-logs',
      'recover',
      'mark',
      'prove-copy',
      'quiet',
      'set-aside',
      'take-name',
      'options',
      'owner',
      'trustworthy',
      'prove',
      'broker',
      'doors',
    ]);
    expect(statements(planned()).join('\n')).not.toContain('_tail');
  });

  it('S7 to the newest restores beside first, then the tail, and recovers after it', () => {
    expect(between(ids(planned(toNow)), 'check-sets', 'take-name')).toEqual([
      'check-sets',
      'restore-full',
      'restore-diff',
      'restore-logs',
      'quiet',
      'tail',
      'check-tail',
      'restore-tail',
      'recover',
      'mark',
      'prove-copy',
      'set-aside',
      'take-name',
    ]);
  });

  it('takes the tail for a moment after the last log backup, and cuts no earlier log', () => {
    const plan = planned({ ...toNine, end: { kind: 'moment', at: at(11, 30) } });
    expect(ids(plan)).toContain('restore-tail');
    expect(statements(plan).join('\n')).not.toContain('STOPAT');
    expect(plan.memory['stopAt']).toBe(null);
  });

  it('overwrites nothing: no RESTORE of data names the database, no file of it is taken', () => {
    for (const options of [toNine, toNow]) {
      const plan = planned(options);
      const all = statements(plan).join('\n');
      expect(plan.steps.filter(({ overwrites }) => overwrites)).toEqual([]);
      expect(all).not.toMatch(/RESTORE (?:DATABASE|LOG) \[Hartonomous\] FROM|REPLACE/);
      expect(all).not.toContain("TO N'D:\\Data\\Hartonomous.mdf'");
      expect(Object.values(Object(plan.memory['moves']))).not.toContain(
        'D:\\Data\\Hartonomous.mdf',
      );
    }
  });

  it('S12 names what a cancel leaves once the names are changed: the old one again, or the restored one open', () => {
    const plan = planned(toNow);
    const stopped = (id: string) => {
      const now = plan.steps.findIndex((step) => step.id === id);
      const steps = stepsOf(plan).map((step, index): RunStep => {
        if (index > now) return { ...step, state: 'waiting', startedAt: null };
        return { ...step, state: index < now ? 'done' : 'running', startedAt: 0 };
      });
      const run = aRun({ plan, state: 'running', steps });
      return stopPlace(run, ['doors']);
    };
    expect(stopped('set-aside')).toBe(null);
    for (const id of ['take-name', 'options', 'prove']) {
      const place = stopped(id);
      expect([id, place?.after.id, place?.loses]).toEqual([id, id, false]);
      expect(place?.breaksOff).toBe(id === 'prove');
      expect(place?.leaves).toContain('`Hartonomous` is the database of before again');
      expect(place?.sends.filter((text) => text.includes('MODIFY NAME'))).toHaveLength(2);
    }
    // What waited may have been acted on: then nobody goes back by a cancel.
    for (const id of ['broker', 'doors']) {
      const place = stopped(id);
      expect([id, place?.after.id]).toEqual([id, 'doors']);
      expect(place?.leaves).toContain('`Hartonomous` is the restored one, and open');
      expect(place?.sends).toEqual([]);
    }
  });

  it('S5 turns the old broker off before the names change, and the new one on last of all', () => {
    const all = statements(planned(toNow));
    const places = [
      'DISABLE_BROKER',
      'MODIFY NAME = [Hartonomous_R205_before]',
      'MODIFY NAME = [Hartonomous]',
      'ENABLE_BROKER',
    ].map((text) => all.findIndex((each) => each.includes(text)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('S11 says of a container of memory-optimized tables that nobody counts its room: the server tells none', () => {
    const container = aFile({
      logical: 'Memory',
      path: 'D:\\Data\\Memory',
      kind: 'filestream',
      bytes: 0,
    });
    const facts = theFacts({ files: [...theFacts().files.slice(0, 2), container] });
    const words =
      'The server does not say how much `Memory` takes on its volume: look whether there is room for it.';
    expect(planned(toNine, facts).warnings).toContain(words);
    expect(planned(toNine).warnings).not.toContain(words);
  });

  it('S23 waits first until no job is enabled that backs up or cleans up, unless it is ordered while they run', () => {
    const facts = theFacts({ jobs: ['Full, nightly', 'Cleanup'] });
    const waits = planned(toNow, facts);
    expect(ids(waits)[0]).toBe('jobs');
    expect(waits.warnings.join('\n')).toContain(
      'Disable these jobs first, they back up or clean up: `Full, nightly`, `Cleanup`.',
    );
    const insists = planned({ ...toNow, whileJobsRun: true }, facts);
    expect(ids(insists)).not.toContain('jobs');
    expect(insists.warnings.join('\n')).toContain('it does not wait for them: `Full, nightly`');
    expect(differences(waits.binding, insists.binding)).toContain('whileJobsRun');
  });

  it('S18 has the DBA install again what is newer than the moment, before anyone is let in', () => {
    const installed = [{ name: 'hart_SetQueue', sinceLocal: '2026-01-05T10:45:00' }];
    const all = ids(planned(toNine, theFacts({ installed })));
    expect(between(all, 'prove', 'doors')).toEqual(['prove', 'reinstall', 'broker', 'doors']);
    expect(ids(planned(toNow, theFacts({ installed })))).not.toContain('reinstall');
  });

  it('S16 marks what it sets aside where that can be, and else leaves dropping it to the DBA', () => {
    const installed = [{ name: 'hart_MarkSetAside', sinceLocal: '2025-10-01T00:00:00' }];
    const marking = planned(toNine, theFacts({ installed }));
    const all = ids(marking);
    expect(all.indexOf('mark-before')).toBeGreaterThan(all.indexOf('doors'));
    expect(statements(marking).join('\n')).toContain(
      'EXEC [Hartonomous_R205_before].[dbo].[hart_MarkSetAside]',
    );
    expect(marking.notes.join('\n')).toContain('a run of its own, with approvals of its own');
    const not = planned();
    expect(ids(not)).not.toContain('mark-before');
    expect(not.notes.join('\n')).toContain('afterwards is the DBA’s');
  });

  it('says what each way loses, how it is undone, and why it does not overwrite', () => {
    const [moment, newest] = [planned(), planned(toNow)];
    expect(moment.loses.join(' ')).toContain('stays in `Hartonomous_R205_before`');
    expect(newest.loses).toEqual(['Transactions that are open when the tail of the log is taken.']);
    expect(moment.notes.join(' ')).toContain('Undo: change the names back');
    expect(moment.notChosen[0]?.what).toBe('overwrite what is there');
    const over = planInPlace(anOrder({ end: toNine.end }), theFacts(), theContext);
    expect('rule' in over ? [] : over.notChosen).toEqual([
      { what: 'restore beside, then change names', why: expect.stringContaining('it would fit') },
    ]);
  });

  it('is another plan than overwriting: an approval of one is none of the other', () => {
    const over = planInPlace(anOrder({ end: toNine.end }), theFacts(), theContext);
    if ('rule' in over) throw new Error(over.message);
    expect(differences(over.binding, planned().binding)).toContain('way');
    expect(differences(planned().binding, planned().binding)).toEqual([]);
  });

  it.each<[string, RestoreFacts, RegExp]>([
    [
      'no room',
      theFacts({ volumes: tight }),
      /no room beside it: needs 1\d\d GB on `[DL]:\\`, has 50 GB/,
    ],
    ['room that is not known', theFacts({ volumes: null }), /room beside it is not known/],
    [
      'a database that is not online',
      theFacts({ as: { state: 'RECOVERY_PENDING' } }),
      /RECOVERY_PENDING/,
    ],
    ['no log', theFacts({ as: { recoveryModel: 'SIMPLE' } }), /SIMPLE/],
    [
      'a name that is taken',
      theFacts({
        databases: [theDatabase, { ...theDatabase, id: 9, name: 'hartonomous_r205_BEFORE' }],
      }),
      /`hartonomous_r205_BEFORE` already/,
    ],
    [
      'too little memory',
      theFacts({ memoryTables: [{ name: 'm', durable: true, bytes: 90 * GB }] }),
      /memory-optimized/,
    ],
  ])('is refused with %s, by the reason', (_, facts, why) => {
    expect(refused(facts).message).toMatch(why);
  });
});
