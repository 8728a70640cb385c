import { afterEach, describe, expect, it } from 'vitest';
import { SqlServerError } from '../../sandbox/tds/sql-server-error.ts';
import {
  type OperatorSessionOptions,
  openOperatorSession,
  type RunSessionSeen,
} from '../../src/clients/operator-session.ts';
import { locksFor } from '../../src/clients/run-locks.ts';
import type { Claim, ClaimMode } from '../../src/domain/plan.ts';
import { compatible } from '../../src/domain/plan.ts';
import type { Answer } from '../../src/domain/target.ts';
import { type Reaction, result } from '../support/sql-backend.ts';
import { closeAll, serve } from '../support/sql-client.ts';

afterEach(closeAll);

const claims: readonly Claim[] = [{ key: 'sql-prod/guid/5', mode: 'log-backup' }];
const identity = result({ session_id: 'int', login_time: 'varchar', server_name: 'nvarchar' }, [
  57,
  '2026-11-23T14:02:11.123',
  'SQL-PROD',
]);

/** A server that gives each session its identity and its locks, and else does as told. */
async function serverWith(
  rest: (text: string) => Reaction = () => result({ n: 'int' }, [1]),
  lock: (tries: number) => string = () => 'wanted',
) {
  let tries = 0;
  return serve((text) => {
    if (text.startsWith('SET LOCK_TIMEOUT')) return result({ n: 'int' }, [1]);
    if (text.includes('SERVERPROPERTY')) return identity;
    if (!text.includes('sp_getapplock')) return rest(text);
    tries += 1;
    const answer = lock(tries);
    const mode = tries % 2 === 1 ? 'Shared' : 'Exclusive';
    return result({ mode: 'nvarchar' }, [answer === 'wanted' ? mode : answer]);
  });
}

function optionsFor(
  port: number,
  changes: Partial<OperatorSessionOptions> = {},
): OperatorSessionOptions {
  return {
    address: {
      server: '127.0.0.1',
      port,
      encrypt: false,
      trustServerCertificate: true,
      user: 'hart_operator',
      password: 'secret',
    },
    runId: 'R204',
    claims,
    server: 'sql-prod',
    allowed: { databases: ['Hartonomous'], directories: ['D:\\Backups'] },
    runSessions: () => Promise.resolve({ ok: true, value: [] }),
    sleep: () => Promise.resolve(),
    ...changes,
  };
}

const backup = "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\a.trn'";
const other: RunSessionSeen = { sessionId: 61, run: 'R203', loginTime: '2026-11-23T13:58:00' };
const own: RunSessionSeen = { sessionId: 44, run: 'R204', loginTime: '2026-11-23T13:40:00' };

describe('the session of a run', () => {
  it('S14 carries the run in its program name and says which session it is', async () => {
    const { server, backend } = await serverWith();

    const session = await openOperatorSession(optionsFor(server.port));

    expect(session).toMatchObject({
      ok: true,
      value: { sessionId: 57, loginTime: '2026-11-23T14:02:11.123' },
    });
    expect(new Set(backend.logins)).toEqual(new Set(['hart R204/hart_operator/write']));
    if (session.ok) await session.value.close();
  });

  it('S15 wins deadlocks and has a lock timeout of its own', async () => {
    const { server, backend } = await serverWith();

    const session = await openOperatorSession(optionsFor(server.port));

    expect(backend.requests[0]?.text).toBe('SET LOCK_TIMEOUT 60000; SET DEADLOCK_PRIORITY HIGH;');
    if (session.ok) await session.value.close();
  });

  it('S14 waits for a lock that is given back, and takes one after the other', async () => {
    const { server } = await serverWith(undefined, (tries) => (tries === 1 ? 'NoLock' : 'wanted'));
    let slept = 0;

    const session = await openOperatorSession(
      optionsFor(server.port, {
        claims: [{ key: 'k', mode: 'everything' }],
        sleep: () => {
          slept += 1;
          return Promise.resolve();
        },
      }),
    );

    expect(session.ok).toBe(true);
    expect(slept).toBe(1);
    if (session.ok) await session.value.close();
  });

  it('S14 is not given while another holds the lock, and says who', async () => {
    const { server } = await serverWith(undefined, () => 'NoLock');

    const session = await openOperatorSession(
      optionsFor(server.port, { runSessions: () => Promise.resolve({ ok: true, value: [other] }) }),
    );

    expect(session).toMatchObject({
      ok: false,
      trouble: {
        code: 'LOCKED',
        detail:
          "the server's lock is held by R203 (session 61, since 2026-11-23 13:58:00 server time)",
      },
    });
  });

  it('S14 is not opened while an earlier connection of the run is on the server', async () => {
    const { server, backend } = await serverWith();

    const session = await openOperatorSession(
      optionsFor(server.port, { runSessions: () => Promise.resolve({ ok: true, value: [own] }) }),
    );

    expect(session).toMatchObject({ ok: false, trouble: { code: 'SURVIVOR' } });
    expect(backend.logins).toEqual([]);
  });

  it('S14 is given back when an earlier connection shows up after the lock was taken', async () => {
    const { server } = await serverWith();
    let looks = 0;
    const runSessions = (): Promise<Answer<readonly RunSessionSeen[]>> => {
      looks += 1;
      return Promise.resolve({ ok: true, value: looks === 1 ? [] : [own] });
    };

    const session = await openOperatorSession(optionsFor(server.port, { runSessions }));

    expect(session).toMatchObject({ ok: false, trouble: { code: 'SURVIVOR' } });
  });

  it('S14 is not opened where nobody can tell who else is there', async () => {
    const { server } = await serverWith();
    const trouble = { kind: 'permission', detail: 'no right', code: null } as const;

    const session = await openOperatorSession(
      optionsFor(server.port, { runSessions: () => Promise.resolve({ ok: false, trouble }) }),
    );

    expect(session).toEqual({ ok: false, trouble });
  });

  it('S6 is not given on another server than the one that was planned for', async () => {
    const { server } = await serverWith();

    const session = await openOperatorSession(optionsFor(server.port, { server: 'SQL-DR' }));

    expect(session).toMatchObject({
      ok: false,
      trouble: { detail: expect.stringContaining('planned for SQL-DR') },
    });
  });

  it('S4 sends nothing that names another database', async () => {
    const { server, backend } = await serverWith();
    const session = await openOperatorSession(optionsFor(server.port));
    if (!session.ok) throw new Error(session.trouble.detail);
    const before = backend.requests.length;

    const answer = await session.value.run('DROP DATABASE [Payroll]');

    expect(answer).toMatchObject({
      ok: false,
      trouble: { detail: 'not sent: it names the database Payroll, which is not configured' },
    });
    expect(backend.requests.length).toBe(before);
    await session.value.close();
  });

  it('tells why a statement failed by the first error, not by the summary after it', async () => {
    const { server } = await serverWith(
      () =>
        new SqlServerError({ number: 3013, message: 'BACKUP LOG is terminating abnormally.' }, [
          { number: 3201, message: "Cannot open backup device 'D:\\a'. Operating system error 3." },
        ]),
    );
    const session = await openOperatorSession(optionsFor(server.port));
    if (!session.ok) throw new Error(session.trouble.detail);

    expect(await session.value.run(backup)).toMatchObject({ ok: false, trouble: { code: 3201 } });
    await session.value.close();
  });

  it('cancels at the server by the signal, and goes on with the same connection', async () => {
    const { server, backend } = await serverWith((text) =>
      text === backup ? 'silence' : result({ n: 'int' }, [1]),
    );
    const session = await openOperatorSession(optionsFor(server.port));
    if (!session.ok) throw new Error(session.trouble.detail);
    const stop = new AbortController();
    const answer = session.value.run(backup, {}, { signal: stop.signal });
    while (!backend.requests.some(({ text }) => text === backup))
      await new Promise((resolve) => setTimeout(resolve, 5));

    stop.abort();

    expect(await answer).toMatchObject({ ok: false, trouble: { kind: 'cancelled' } });
    expect(backend.ends).toEqual(['cancelled']);
    expect(await session.value.run('SELECT 1 AS n')).toEqual({ ok: true, value: [{ n: 1 }] });
    expect(session.value.lost.aborted).toBe(false);
    await session.value.close();
  });

  it('S14 never replaces a lost connection by another: that one would hold no lock', async () => {
    const { server, backend } = await serverWith(() => 'silence');
    const session = await openOperatorSession(optionsFor(server.port));
    if (!session.ok) throw new Error(session.trouble.detail);
    const logins = backend.logins.length;
    const answer = session.value.run(backup);
    while (!backend.requests.some(({ text }) => text === backup))
      await new Promise((resolve) => setTimeout(resolve, 5));

    await server.close();

    expect(await answer).toMatchObject({ ok: false, trouble: { kind: 'unreachable' } });
    expect(session.value.lost.aborted).toBe(true);
    expect(await session.value.run('SELECT 1 AS n')).toMatchObject({
      ok: false,
      trouble: { kind: 'unreachable' },
    });
    expect(backend.logins.length).toBe(logins);
    await session.value.close();
  });
});

describe('the locks of a run', () => {
  const modes: readonly ClaimMode[] = [
    'everything',
    'base-backup',
    'log-backup',
    'resync',
    'queues',
    'graph',
  ];

  it.each(modes.flatMap((one) => modes.map((two) => [one, two] as const)))(
    'S14 let %s and %s run together exactly where their claims do',
    (one, two) => {
      const first: Claim = { key: 'k', mode: one };
      const second: Claim = { key: 'k', mode: two };
      const held = new Map(locksFor([first]).map(({ resource, mode }) => [resource, mode]));
      const granted = locksFor([second]).every(({ resource, mode }) => {
        const theirs = held.get(resource);
        return theirs === undefined || (theirs === 'Shared' && mode === 'Shared');
      });

      expect(granted).toBe(compatible(first, second));
    },
  );

  it('S14 are of one database alone, and fit into what the server takes', () => {
    const key = `${'s'.repeat(300)}/guid/5`;
    const resources = locksFor([{ key, mode: 'log-backup' }]).map(({ resource }) => resource);

    expect(resources.map((name) => name.length)).toEqual([255, 255]);
    expect(resources.some((name) => name.endsWith('/guid/5:log-backup'))).toBe(true);
    expect(locksFor([{ key: 'a', mode: 'resync' }])).not.toEqual(
      locksFor([{ key: 'b', mode: 'resync' }]),
    );
  });
});
