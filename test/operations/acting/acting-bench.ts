import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import type { Refusal } from '../../../src/domain/authority.ts';
import type { Consent, Plan } from '../../../src/domain/plan.ts';
import { type Agent, isOver, type Progress, type Run } from '../../../src/domain/run.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { ActingEngine } from '../../../src/operations/acting/create-acting.ts';
import { createActing } from '../../../src/operations/acting/create-acting.ts';
import type { Operation, OperationPorts } from '../../../src/operations/acting/operation.ts';
import type { ActingParts } from '../../../src/operations/acting/ports.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPlan, aStep } from '../../fakes/runs.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';

export const NOON: Instant = Date.UTC(2026, 0, 5, 12);

/** What the steps of the rehearsed operation act on, and what makes them fail. */
export interface Place {
  /** How often each step took effect. */
  readonly effects: Map<string, number>;
  /** In the order of their taking effect. */
  readonly order: string[];
  /** Called inside a step, before and after its effect; may hang for ever, or throw. */
  inside: (
    id: string,
    when: 'before' | 'after',
    signal: AbortSignal,
    progress: (progress: Progress) => void,
  ) => Promise<void> | void;
  /** What the examination of a step says, where it is not the plain truth. */
  examined: Map<string, 'unclear' | 'failed'>;
  /** What is planned now. */
  plan: Plan | Refusal;
}

export interface Bench {
  readonly store: Store;
  readonly place: Place;
  readonly time: { at: Instant; steppedBack: boolean };
  readonly audited: AuditEntry[];
  readonly told: { readonly run: string; readonly line: string; readonly to: string | null }[];
  readonly shown: Run[];
  readonly shouted: string[];
  readonly anchored: number[];
  /** Locks held, by run. */
  readonly sessions: Map<string, AbortController>;
  acting: ActingEngine;
  /** As after the death of the process: what hung goes on hanging. */
  restart(changed?: Partial<ActingParts>): ActingEngine;
  /** The run, once it is over. */
  over(id: string): Promise<Run>;
  agreed(by: Agent, approvers: readonly Agent[]): Promise<Run>;
  close(): Promise<void>;
}

export const person = (name: string): Agent => ({
  person: name,
  actor: `slack:T1/U${name.toUpperCase()}`,
  slackUserId: `U${name.toUpperCase()}`,
});

const steps = [
  aStep({ id: 'look', does: 'write' }),
  aStep({ id: 'stop', does: 'write' }),
  aStep({ id: 'copy', does: 'write' }),
  aStep({ id: 'start', does: 'write' }),
  aStep({ id: 'prove', does: 'write' }),
];

export const threeSteps = steps.slice(0, 3);
export const withCompensation = steps;

export const refusal = (rule: string): Refusal => ({
  kind: 'refusal',
  rule,
  message: `refused by ${rule}`,
  hint: 'none',
});

export async function actingBench(
  options: {
    readonly consent?: Partial<Consent>;
    readonly plan?: Partial<Plan>;
    readonly compensations?: readonly string[];
    readonly parts?: Partial<ActingParts>;
    readonly secretKey?: string;
    /** Of the store; in memory when left out. */
    readonly file?: string;
  } = {},
): Promise<Bench> {
  const time = { at: NOON, steppedBack: false };
  const { secretKey = null } = options;
  const store = await openStore({
    url: `sqlite:${options.file ?? ':memory:'}`,
    now: () => time.at,
    log: silentLogger,
    secretKey,
  });
  const consent: Consent = { approvals: 2, typedName: false, stepUp: false, ...options.consent };
  const place: Place = {
    effects: new Map(),
    order: [],
    inside: () => undefined,
    examined: new Map(),
    plan: aPlan({
      steps: threeSteps,
      binding: { moment: 'noon', loses: 'nothing' },
      ...options.plan,
    }),
  };
  const operation = rehearsed(place, consent, options.compensations ?? []);
  const bench = {
    audited: [] as AuditEntry[],
    told: [] as Bench['told'][number][],
    shown: [] as Run[],
    shouted: [] as string[],
    anchored: [] as number[],
    sessions: new Map<string, AbortController>(),
  };
  let workers = 0;

  function make(changed: Partial<ActingParts> = {}): ActingEngine {
    workers += 1;
    const worker = `worker-${workers}`;
    return createActing({
      catalogue: new Map([[operation.name, operation]]),
      ports: () => portsAt(time),
      async openSession(run) {
        if (bench.sessions.has(run.id))
          return {
            ok: false,
            trouble: { kind: 'failed', detail: `${run.id} holds it`, code: null },
          };
        const lost = new AbortController();
        bench.sessions.set(run.id, lost);
        return {
          ok: true,
          value: {
            sessionId: 51,
            loginTime: '2026-01-05T12:00:00',
            lost: lost.signal,
            run: async () => ({ ok: true, value: [] }),
            async close() {
              if (bench.sessions.get(run.id) === lost) bench.sessions.delete(run.id);
            },
          },
        };
      },
      runs: store.runs,
      transaction: (work) => store.transaction(work),
      async audit(entry) {
        await store.audit.append(entry);
        bench.audited.push(entry);
      },
      async anchor() {
        bench.anchored.push((await store.audit.head())?.sequence ?? 0);
      },
      mayStill: async () => null,
      consent: (_, { consent: own }) => own,
      approvers: () => ['ada', 'ben', 'cleo'],
      stepUp: async () => null,
      hash: (value) =>
        createHash('sha256')
          .update(canonicalize(value) ?? '')
          .digest('hex'),
      configHash: 'c1',
      async show(run) {
        bench.shown.push(run);
      },
      async tell(run, line, to) {
        bench.told.push({ run: run.id, line, to: to?.person ?? null });
      },
      async shout(_, line) {
        bench.shouted.push(line);
      },
      windows: {
        open: async () => undefined,
        extend: async () => undefined,
        close: async () => undefined,
      },
      closed: async () => null,
      worker,
      clock: async () => time,
      sleep: () => nextTurn(),
      log: silentLogger,
      ...options.parts,
      ...changed,
    });
  }

  const whole: Bench = {
    store,
    place,
    time,
    ...bench,
    acting: make(),
    restart(changed) {
      // The server ends the sessions of a process that died.
      bench.sessions.clear();
      whole.acting = make(changed);
      return whole.acting;
    },
    over: (id) => until(store, id, (run) => isOver(run.state)),
    async agreed(by, approvers) {
      const { acting } = whole;
      const run = await acting.propose({
        operation: 'restore.in-place',
        environment: 'production',
        options: {},
        by,
      });
      if ('rule' in run) throw new Error(run.message);
      const given = { hash: run.hash, typedName: 'production/Hartonomous' };
      await acting.confirm(run.id, by, given);
      for (const each of approvers) await acting.approve(run.id, each, given);
      return (await store.runs.find(run.id)) ?? run;
    },
    close: () => store.close(),
  };
  return whole;
}

/** The run as soon as `wanted` is true of it. */
export async function until(store: Store, id: string, wanted: (run: Run) => boolean): Promise<Run> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    const run = await store.runs.find(id);
    if (run !== null && wanted(run)) return run;
    await nextTurn();
  }
  throw new Error(`${id} did not come to that`);
}

/** Never ends: as the death of the process inside whatever awaits it. */
export function forever(): Promise<never> {
  return new Promise(() => undefined);
}

function rehearsed(place: Place, consent: Consent, compensations: readonly string[]): Operation {
  return {
    name: 'restore.in-place',
    title: 'restore in place',
    consent,
    session: true,
    compensations,
    propose: async () => {
      await nextTurn();
      return place.plan;
    },
    steps: {
      write: {
        async perform({ step, signal, progress }) {
          await place.inside(step.id, 'before', signal, progress);
          if (signal.aborted) return { kind: 'cancelled', note: 'gave way' };
          place.effects.set(step.id, (place.effects.get(step.id) ?? 0) + 1);
          place.order.push(step.id);
          await place.inside(step.id, 'after', signal, progress);
          return { kind: 'done', note: `did ${step.id}`, memory: { [step.id]: true } };
        },
        async examine({ step }) {
          const said = place.examined.get(step.id);
          if (said === 'unclear') return { kind: 'unclear', why: 'two truths' };
          if (said === 'failed') return { kind: 'failed', why: 'It broke.', leaves: 'Half of it.' };
          return place.effects.has(step.id)
            ? { kind: 'done', note: 'was there', memory: { [step.id]: true } }
            : { kind: 'again', note: 'nothing was there' };
        },
      },
    },
    report: ({ id, state }) => ({ title: `${id}: ${state}`, lines: [], left: [], next: [] }),
  };
}

export function portsAt(time: { readonly at: Instant }): OperationPorts {
  const none = { ask: async () => ({ ok: true as const, value: [] }) };
  return {
    settings: {
      environment: 'production',
      database: 'Hartonomous',
      backupDirectory: null,
      rpo: 0,
      rto: 0,
      operatorLogin: 'hart_operator',
      rollbackLimit: 2 ** 30,
      graph: { server: 'neo4j-test', database: 'neo4j' },
      allowedDatabases: [],
      allowedDirectories: [],
    },
    facts: none,
    template: () => '',
    graph: none,
    changeGraph: none,
    graphAdmin: null,
    now: () => time.at,
    sleep: () => nextTurn(),
    log: silentLogger,
  };
}
