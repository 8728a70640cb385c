import { randomBytes } from 'node:crypto';
import { createCertificate } from '../../../sandbox/certificate.ts';
import { createSqlServer } from '../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../sandbox/world/world.ts';
import { bindRules } from '../../../src/alerting/bind.ts';
import type { InstanceRecord } from '../../../src/alerting/model.ts';
import { observe } from '../../../src/alerting/observe.ts';
import { defaultObserving } from '../../../src/alerting/settings.ts';
import { computations } from '../../../src/app/computations.ts';
import { createSqlServerClient } from '../../../src/clients/sql-server.ts';
import type { CheckResult } from '../../../src/domain/check-result.ts';
import type { Row } from '../../../src/domain/sample.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { probe } from '../../../src/probes/probe.ts';
import { judge } from '../../../src/watching/judge.ts';
import { fakeLogger } from '../../fakes/fake-logger.ts';
import { sqlChecks } from './all-checks.ts';

/** What one look at a check came to, as a person would see it. */
export interface Look extends CheckResult {
  /** `alert severity label=value`, of every condition that holds now, sorted. */
  readonly broken: readonly string[];
  /** Why the check is unknown; empty when it is not. */
  readonly reason: string;
  readonly detail: string;
  readonly rows: readonly Row[];
}

export interface WatchedSqlServer {
  readonly world: World;
  /** Runs one check now, as the bot does: client, probe, rules with their memory. */
  look(check: string): Promise<Look>;
  /** A fresh memory of rules. */
  forget(): void;
  close(): Promise<void>;
}

/** A working day, three minutes after a log backup and an hour after a differential: the same world every time. */
const start = Date.UTC(2026, 0, 14, 14, 3, 20);

/** A simulated Hartonomous behind its real TDS port, and the bot's own client and rules in front of it. */
/** `given`: a server without TLS on which something else acts, and which that closes. */
export async function watchSqlServer(
  version: 15 | 16 = 16,
  given: { readonly world: World; readonly port: number; readonly password: string } | null = null,
): Promise<WatchedSqlServer> {
  const began = performance.now();
  const world =
    given?.world ??
    (await createWorld({
      now: () => start + Math.round(performance.now() - began),
      seed: 7,
      version,
    }));
  const passwords = {
    hart_reader: randomBytes(9).toString('base64url'),
    hart_operator: randomBytes(9).toString('base64url'),
    sa: randomBytes(9).toString('base64url'),
  };
  const server =
    given === null
      ? await createSqlServer({
          world,
          host: '127.0.0.1',
          port: 0,
          passwords,
          tls: await createCertificate(),
        })
      : null;
  const client = createSqlServerClient({
    server: '127.0.0.1',
    port: server?.port ?? given?.port ?? 0,
    database: 'Hartonomous',
    encrypt: given === null,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user: 'hart_reader', password: given?.password ?? passwords.hart_reader },
    logger: fakeLogger(),
    now: () => world.now(),
    retry: { first: 20, longest: 50 },
  });
  const compute = computations({ rpo: 15 * MINUTE, rto: 2 * HOUR });
  let known = new Map<string, InstanceRecord>();

  return {
    world,
    forget: () => {
      known = new Map();
    },
    async look(name) {
      const check = sqlChecks.get(name);
      if (check === undefined) throw new Error(`no check ${name}`);
      const sample = await probe(check, {
        environment: 'test',
        sqlServer: client,
        newest: () => undefined,
        compute,
        now: () => world.now(),
      });
      const rules = bindRules(check, 'test');
      const settings = defaultObserving;
      const delta = observe({
        rules,
        sample,
        target: check.target,
        known: known.values(),
        settings,
      });
      for (const record of delta.changed) known.set(record.fingerprint, record);
      for (const id of delta.removed) known.delete(id);
      const { outcome } = sample;
      return {
        ...judge(check, sample, known.values()),
        broken: brokenOf(name, known.values()),
        reason: outcome.kind === 'unknown' ? outcome.reason : '',
        detail: outcome.kind === 'rows' ? '' : outcome.detail,
        rows: outcome.kind === 'rows' ? outcome.rows : [],
      };
    },
    async close() {
      await client.close();
      await server?.close();
      if (given === null) await world.close();
    },
  };
}

function brokenOf(check: string, records: Iterable<InstanceRecord>): string[] {
  return [...records]
    .filter((record) => record.check === check && record.alert !== 'check-unknown')
    .flatMap(({ alert, labels, levels }) => {
      const worst = levels.find(({ phase }) => phase === 'pending' || phase === 'firing');
      const where = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      return worst === undefined ? [] : [[alert, worst.severity, ...where].join(' ')];
    })
    .toSorted();
}
