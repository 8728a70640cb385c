import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { createSqlServer, type SqlServer } from '../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../sandbox/world/world.ts';
import { factFiles, rememberedFiles } from '../../../src/app/fact-files.ts';
import { openOperatorSession } from '../../../src/clients/operator-session.ts';
import { createSqlServerClient, type SqlServerClient } from '../../../src/clients/sql-server.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { OperationName } from '../../../src/domain/plan.ts';
import { isOver, type Run } from '../../../src/domain/run.ts';
import type { Answer, ResultRow } from '../../../src/domain/target.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { ActingEngine } from '../../../src/operations/acting/create-acting.ts';
import type {
  Operation,
  OperationPorts,
  OperatorSession,
} from '../../../src/operations/acting/operation.ts';
import { restoreOperations } from '../../../src/operations/restore-run/restore-operations.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';
import { actingBench, type Bench, forever, NOON, person } from '../acting/acting-bench.ts';

export const requester = person('olga');
const approvers = [person('ada'), person('ben')];

/** A statement of the operator and what came of it. */
export interface Sent {
  readonly statement: string;
  readonly answer: Answer<ResultRow[]>;
}

/** A simulated SQL Server over TDS, the bot's clients against it, and the engine with the restores. */
export interface RestoreBench extends Bench {
  readonly world: World;
  /** Of the server, which the reader enters with the password `r`. */
  readonly port: number;
  readonly ports: OperationPorts;
  /** What was sent by the operator, in order. */
  readonly sent: Sent[];
  /** Rows by the sandbox's administrator, who sees all. */
  ask(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Proposes, agrees, approves and starts. */
  begin(operation: OperationName, options: JsonObject, typedName?: string): Promise<Run>;
  /** Called whenever a step waits, in place of the time. */
  onSleep: () => void;
  /** As the death of the process: its connections break, and another takes over. */
  die(): Promise<ActingEngine>;
  /** Called before each statement of the operator; what it waits for, the step waits for. */
  beforeSend: (statement: string) => Promise<void> | void;
  /** The same after it, before the step hears of its answer. */
  afterSend(hook: (statement: string) => Promise<void> | void): void;
  /** Called after each write of the engine, which goes on when it does. */
  afterWrite(hook: () => Promise<void> | void): void;
  readonly readerOut: boolean[];
}

const passwords = { hart_reader: 'r', hart_operator: 'o', sa: 's' };

export async function restoreBench(
  options: {
    readonly seed?: number;
    readonly operations?: readonly Operation[];
    /** How long BACKUP and RESTORE take. */
    readonly actMs?: number;
    readonly settings?: Partial<OperationPorts['settings']>;
    /** What the server calls itself; `SQL-PROD` if not given. */
    readonly serverName?: string;
    readonly version?: 15 | 16;
    readonly other?: OperationPorts['other'];
    /** Whether the application is at work: a restore in place wants it stopped. */
    readonly atWork?: boolean;
  } = {},
): Promise<RestoreBench> {
  const began = performance.now();
  const world = await createWorld({
    // Between two log backups of the schedule.
    now: () => NOON + 5 * MINUTE + (performance.now() - began),
    seed: options.seed ?? 7,
    actMs: options.actMs ?? 0,
    ...(options.serverName === undefined ? {} : { serverName: options.serverName }),
    ...(options.version === undefined ? {} : { version: options.version }),
  });
  if (options.atWork !== true) world.setFault('application-stopped', true);
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  const reader = client(server, 'hart_reader', 'r', world);
  const admin = client(server, 'sa', 's', world);
  const sent: Sent[] = [];
  const readerOut: boolean[] = [];
  const ports: OperationPorts = {
    settings: {
      environment: 'production',
      database: 'Hartonomous',
      backupDirectory: 'D:\\Backups',
      rpo: 0,
      rto: 0,
      operatorLogin: 'hart_operator',
      rollbackLimit: 2 ** 30,
      graph: { server: 'neo4j', database: 'neo4j' },
      allowedDatabases: ['Hartonomous', 'Hartonomous_R*'],
      allowedDirectories: ['D:\\Backups', 'D:\\Data', 'L:\\Log'],
      ...options.settings,
    },
    facts: factFiles((...asked) => reader.query(...asked), 'facts', 'sql', 'Hartonomous'),
    ...(options.other === undefined ? {} : { other: options.other }),
    template: rememberedFiles('operations', 'sql'),
    graph: { ask: async () => ({ ok: true, value: [] }) },
    changeGraph: { ask: async () => ({ ok: true, value: [] }) },
    graphAdmin: null,
    async keepReaderOut(out) {
      readerOut.push(out);
    },
    now: () => world.now(),
    sleep: () => {
      whole.onSleep();
      return nextTurn();
    },
    log: silentLogger,
  };
  const sessions = new Set<OperatorSession>();
  let generation = 0;
  let after: RestoreBench['beforeSend'] = () => undefined;
  let written: () => Promise<void> | void = () => undefined;
  const inside = new AsyncLocalStorage<boolean>();
  const whole: Pick<RestoreBench, 'beforeSend' | 'onSleep'> = {
    beforeSend: () => undefined,
    onSleep: () => undefined,
  };

  const bench: Bench = await actingBench({
    parts: {
      catalogue: new Map(
        (options.operations ?? restoreOperations).map((each) => [each.name, each]),
      ),
      ports: () => ports,
      async transaction(work) {
        if (inside.getStore() === true) return bench.store.transaction(work);
        const result = await inside.run(true, () => bench.store.transaction(work));
        await written();
        return result;
      },
      async openSession(run) {
        const opened = await openOperatorSession({
          address: {
            server: '127.0.0.1',
            port: server.port,
            encrypt: false,
            trustServerCertificate: true,
            user: 'hart_operator',
            password: 'o',
          },
          runId: run.id,
          claims: run.plan.claims,
          server: run.plan.target.server,
          allowed: {
            databases: ports.settings.allowedDatabases,
            directories: ports.settings.allowedDirectories,
          },
          runSessions: async () => {
            const seen = await ports.facts.ask('run-sessions');
            return seen.ok
              ? {
                  ok: true,
                  value: seen.value
                    .filter((row) => row['session_id'] !== null)
                    .map((row) => ({
                      sessionId: Number(row['session_id']),
                      run: String(row['program_name']).replace(/^hart /, ''),
                      loginTime: String(row['login_time']),
                    })),
                }
              : seen;
          },
          sleep: () => nextTurn(),
        });
        if (!opened.ok) return opened;
        const mine = generation;
        const session: OperatorSession = {
          ...opened.value,
          async run(statement, parameters, rest) {
            if (mine !== generation) return forever();
            await whole.beforeSend(statement);
            const answer = await opened.value.run(statement, parameters, rest);
            // The dead hear nothing any more.
            if (mine !== generation) return forever();
            sent.push({ statement, answer });
            await after(statement);
            return answer;
          },
        };
        sessions.add(session);
        return { ok: true, value: session };
      },
    },
  });

  const made = Object.assign(bench, {
    world,
    port: server.port,
    ports,
    sent,
    readerOut,
    beforeSend: whole.beforeSend,
    onSleep: whole.onSleep,
    afterSend(hook: RestoreBench['beforeSend']) {
      after = hook;
    },
    afterWrite(hook: () => Promise<void> | void) {
      written = hook;
    },
    // Seldom: the store is read in this thread too.
    async over(id: string) {
      for (let look = 0; look < 4000; look += 1) {
        const run = await bench.store.runs.find(id);
        if (run !== null && isOver(run.state)) return run;
        await sleep(20);
      }
      throw new Error(`${id} did not end`);
    },
    async ask(statement: string) {
      const limits = { timeout: 10_000, maxRows: 1000, maxBytes: 10_000_000 };
      const answer = await admin.query(statement, {}, limits);
      if (!answer.ok) throw new Error(answer.trouble.detail);
      return answer.value;
    },
    async begin(operation: OperationName, asked: JsonObject, typedName = 'production/Hartonomous') {
      const { acting } = bench;
      const run = await acting.propose({
        operation,
        environment: 'production',
        // The simulated server's own jobs are enabled all the time.
        options: operation === 'restore.in-place' ? { whileJobsRun: true, ...asked } : asked,
        by: requester,
      });
      if ('rule' in run) throw new Error(`${run.rule}: ${run.message}`);
      const given = { hash: run.hash, typedName };
      const confirmed = await acting.confirm(run.id, requester, given);
      if ('rule' in confirmed) throw new Error(confirmed.message);
      for (const by of approvers.slice(0, run.consent.approvals))
        await acting.approve(run.id, by, given);
      const started = await acting.start(run.id, requester);
      if ('rule' in started) throw new Error(`${started.rule}: ${started.message}`);
      return run;
    },
    async die() {
      generation += 1;
      await Promise.all([...sessions].map((session) => session.close()));
      sessions.clear();
      whole.beforeSend = () => undefined;
      after = () => undefined;
      written = () => undefined;
      return bench.restart();
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
      await Promise.all([reader.close(), admin.close()]);
      await server.close();
      await world.close();
      await bench.store.close();
    },
  });
  // Assigned as a value it would only be copied.
  Object.defineProperty(made, 'beforeSend', {
    get: () => whole.beforeSend,
    set: (next: RestoreBench['beforeSend']) => {
      whole.beforeSend = next;
    },
  });
  Object.defineProperty(made, 'onSleep', {
    get: () => whole.onSleep,
    set: (next: RestoreBench['onSleep']) => {
      whole.onSleep = next;
    },
  });
  return made;
}

function client(
  { port }: SqlServer,
  user: string,
  password: string,
  world: World,
): SqlServerClient {
  return createSqlServerClient({
    server: '127.0.0.1',
    port,
    database: 'master',
    encrypt: false,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user, password },
    logger: silentLogger,
    now: () => world.now(),
  });
}
