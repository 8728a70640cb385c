import { describe, expect, it } from 'vitest';
import { createRunNotes } from '../../src/app/run-notes.ts';
import type { Actor, Incident, IncidentAct } from '../../src/domain/incident.ts';
import type { Run } from '../../src/domain/run.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { handle } from '../../src/watching/handle.ts';
import type { IncidentRecord } from '../../src/watching/incidents.ts';
import { blankMemory } from '../../src/watching/memory.ts';
import { aPlan, aRun, backupPlan, otto } from '../fakes/runs.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { anIncident, anInstance, NOON } from '../fakes/views.ts';

const overdue = anIncident({
  id: 'B4CK',
  alert: 'log-backup-overdue',
  check: 'backup-freshness',
  operation: 'backup',
  openedAt: NOON - 30 * MINUTE,
  instances: [anInstance({ labels: { database: 'Hartonomous' } })],
});
const disabled = anIncident({
  id: 'QU3U',
  alert: 'queue-disabled',
  operation: 'queue',
  openedAt: NOON - 30 * MINUTE,
  instances: [anInstance({ labels: { queue: 'ActQueue' } })],
});

function ended(run: Partial<Run> = {}, order: Partial<Run['order']> = {}): Run {
  const whole = aRun({
    plan: backupPlan(),
    state: 'done',
    startedAt: NOON - 10 * MINUTE,
    endedAt: NOON - 5 * MINUTE,
    ...run,
  });
  return { ...whole, order: { ...whole.order, ...order } };
}

const enabled = aPlan({ operation: 'queue.enable', title: 'Enable `ActQueue`' });
const { target } = backupPlan();
const ofMaster = backupPlan({ target: { ...target, database: 'master' } });
const backedUp = 'Back up the log of Hartonomous on sql-prod: done, run R204';

/** The incidents of one environment, and the runs that the engine lists. */
function bench(incidents: readonly Incident[], runs: readonly Run[]) {
  let known = new Map(incidents.map((one) => [one.id, recorded(one)]));
  const acts: { incident: string; by: Actor; act: IncidentAct }[] = [];
  const watcher = {
    memory: () => ({ ...blankMemory, incidents: known }),
    async act(id: string, act: IncidentAct, by: Actor) {
      acts.push({ incident: id, by, act });
      const before = known.get(id) ?? recorded(anIncident());
      const handled = handle(before, act, by, NOON, { heldFor: HOUR });
      if ('kind' in handled) return handled;
      known = new Map([...known, [id, handled.incident]]);
      return handled.incident;
    },
  };
  const start = () =>
    createRunNotes({
      acting: { list: async () => runs },
      watchers: new Map([['production', watcher]]),
      now: () => NOON,
      log: silentLogger,
    });
  return { start, acts, done: (id: string) => known.get(id)?.done };
}

function recorded(incident: Incident): IncidentRecord {
  return { ...incident, groupKey: incident.id, lines: 0, writtenAt: NOON };
}

describe('what a run did', () => {
  it('is kept with the incident that it helps against, by the one who asked, once', async () => {
    const { start, acts, done } = bench([overdue, disabled], [ended()]);
    const look = start();
    await look();
    await look();
    // Also by the next process.
    await start()();
    expect(acts).toEqual([
      {
        incident: 'B4CK',
        by: { person: otto.person, slackUserId: otto.slackUserId },
        act: { kind: 'did', what: backedUp },
      },
    ]);
    expect([done('B4CK'), done('QU3U')]).toEqual([[backedUp], []]);
  });

  it('is not told again when the incident no longer names it', async () => {
    const runs = Array.from({ length: 8 }, (_, index) => ended({ id: `R${index}` }));
    const { start, acts } = bench([overdue], runs);
    const look = start();
    await look();
    await look();
    expect(acts).toHaveLength(8);
  });

  const cases: readonly [name: string, incident: Incident, run: Run, told: 'told' | 'not told'][] =
    [
      [
        'asked for from this incident, though another operation is the usual help',
        disabled,
        ended({}, { incident: 'QU3U' }),
        'told',
      ],
      ['asked for from another incident', overdue, ended({}, { incident: 'QU3U' }), 'not told'],
      [
        'of the queue that the incident is about',
        disabled,
        ended({ plan: enabled }, { options: { queue: 'ActQueue' } }),
        'told',
      ],
      [
        'of another queue',
        disabled,
        ended({ plan: enabled }, { options: { queue: 'LearnQueue' } }),
        'not told',
      ],
      ['of another database', overdue, ended({ plan: ofMaster }), 'not told'],
      ['that left steps to the DBA', overdue, ended({ state: 'incomplete' }), 'told'],
      ['that failed', overdue, ended({ state: 'failed' }), 'not told'],
      ['that goes on', overdue, ended({ state: 'running', endedAt: null }), 'not told'],
      ['of the schedule', overdue, ended({ scheduled: true }), 'not told'],
      ['that ended long ago', overdue, ended({ endedAt: NOON - 2 * HOUR }), 'not told'],
      [
        'whose success resolved the incident meanwhile',
        {
          ...overdue,
          resolvedAt: NOON - MINUTE,
          instances: overdue.instances.map((one) => ({ ...one, resolvedAt: NOON - MINUTE })),
        },
        ended(),
        'told',
      ],
      [
        'that began after the incident was over',
        { ...overdue, resolvedAt: NOON - 20 * MINUTE },
        ended(),
        'not told',
      ],
      [
        'that began before the incident was opened',
        { ...overdue, openedAt: NOON - 8 * MINUTE },
        ended(),
        'not told',
      ],
      ['in another environment', { ...overdue, environment: 'staging' }, ended(), 'not told'],
      [
        'while two queues are concerned',
        {
          ...disabled,
          instances: [...disabled.instances, anInstance({ labels: { queue: 'LearnQueue' } })],
        },
        ended({ plan: enabled }, { options: { queue: 'ActQueue' } }),
        'told',
      ],
    ];
  it.each(cases)('is or is not, of a run %s', async (_, incident, run, told) => {
    const { start, acts } = bench([incident], [run]);
    await start()();
    expect(acts.map(({ incident: id }) => id)).toEqual(told === 'told' ? [incident.id] : []);
  });
});
