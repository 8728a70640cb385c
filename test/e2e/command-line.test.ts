import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ask } from '../support/conversation.ts';
import { type Deployment, deploy } from '../support/deployment.ts';
import { hart } from '../support/hart-cli.ts';

let deployment: Deployment;
let empty: string;

beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'hart-empty-'));
  deployment = await deploy({ bot: 'own' });
  await deployment.ready();
}, 120_000);
afterAll(async () => {
  await deployment.close();
  await rm(empty, { recursive: true });
});

const withConfig = (...words: string[]) =>
  hart([...words, '--config', deployment.configFile], deployment.secrets);

const finding = z.object({
  subject: z.string(),
  state: z.string(),
  detail: z.string(),
  hint: z.string(),
});
const diagnosis = z.object({ ok: z.boolean(), findings: z.array(finding) });

describe('a simulation is never taken for the real thing', () => {
  test.each([
    ['NODE_ENV=production', { NODE_ENV: 'production' }],
    ['a HART_ variable', { HART_PRODUCTION_SQL_READER_PASSWORD: 'x' }],
    ['a SLACK_ variable', { SLACK_BOT_TOKEN: 'xoxb-1' }],
  ])('with %s and no configuration start is exit 1', async (_, env) => {
    const { code, out, err } = await hart(['start', '--port', '0'], env, empty);

    expect(code).toBe(1);
    expect(err).toContain('hart.yml');
    expect(out + err).not.toContain('SANDBOX: open');
  });

  test('run without a configuration is exit 1, wherever it is', async () => {
    const { code, out, err } = await hart(['run'], {}, empty);

    expect(code).toBe(1);
    expect(err).toContain('hart.yml');
    expect(out + err).not.toContain('SANDBOX');
  });

  test.each(['start', 'run', 'checks', 'doctor', 'config check', 'audit verify'])(
    'hart %s with a configuration that is not there is exit 2',
    async (command) => {
      const { code, err } = await hart(
        [...command.split(' '), '--config', 'missing.yml'],
        {},
        empty,
      );

      expect(code).toBe(2);
      expect(err).toContain('missing.yml');
    },
  );

  test.each([['nonsense'], ['checks', '--jsno'], ['replay'], []])(
    'hart %s is exit 2 with the way out',
    async (...words) => {
      const { code, out, err } = await hart(words, {}, empty);

      expect(code).toBe(2);
      expect(out + err).toMatch(/hart help|Usage|hart checks/);
    },
  );
});

describe('hart config check', () => {
  test('says that all is in order', async () => {
    const { code, out } = await withConfig('config', 'check', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ ok: true, faults: [] });
  });

  test('lists every fault at once, each with where and what to do', async () => {
    const file = join(empty, 'faulty.yml');
    const text = await readFile(deployment.configFile, 'utf8');
    await writeFile(file, text.replace('port:', 'prot:').replace('08:00', '8 am'));
    const { code, out } = await hart(['config', 'check', '--json', '--config', file], {});
    const { ok, faults } = z
      .object({
        ok: z.boolean(),
        faults: z.array(z.object({ path: z.string(), message: z.string(), hint: z.string() })),
      })
      .parse(JSON.parse(out));

    expect(code).toBe(1);
    expect(ok).toBe(false);
    expect(faults.map(({ path }) => path).join(' ')).toMatch(/prot.*digests\.daily/);
    for (const { message, hint } of faults) expect(message && hint).not.toBe('');
  });
});

describe('hart checks', () => {
  const check = z.strictObject({
    name: z.string(),
    state: z.enum(['ok', 'warning', 'critical', 'unknown', 'off']),
    reason: z.string().nullable(),
    at: z.iso.datetime(),
    ms: z.number(),
    evidence: z.string().nullable(),
    headline: z.string().nullable(),
    rows: z.array(z.object({ labels: z.looseObject({}), values: z.looseObject({}) })),
  });

  test('prints one JSON document and ends 0 while all is well, 1 when something is not', async () => {
    const well = await withConfig('checks', '--json');
    await deployment.control.fault('disk-full', true);
    const ill = await withConfig('checks', '--json');
    await deployment.control.fault('disk-full', false);

    const { checks } = z.object({ checks: z.array(check) }).parse(JSON.parse(well.out));
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(well.code).toBe(0);
    expect(ill.code).toBe(1);
    const storage = z
      .object({ checks: z.array(check) })
      .parse(JSON.parse(ill.out))
      .checks.find(({ name }) => name === 'storage');
    expect(storage?.state).toBe('critical');
  });
});

describe('hart checks of what cannot be seen', () => {
  const given = { permission: 'SELECT', object: 'dbo.PendingActions' };
  test.each([
    ['a right', 'permission-denied', given, 'ooda-loop', /^permission: no right to see .*SELECT/],
    [
      'an object',
      'object-missing',
      { object: 'dbo.LearnQueue' },
      'queues',
      /^missing: no object dbo\.LearnQueue/,
    ],
    ['the server', 'sql-server-down', {}, 'sql-server', /^unreachable: SQL Server .* cannot be/],
  ])('says of %s by its kind why not', async (_, fault, parameters, name, why) => {
    await deployment.control.fault(fault, true, parameters);
    const { code, out } = await withConfig('checks', '--json');
    await deployment.control.fault(fault, false);
    const seen = z.looseObject({ name: z.string(), state: z.string(), reason: z.unknown() });
    const { checks } = z.object({ checks: z.array(seen) }).parse(JSON.parse(out));

    expect(code).toBe(1);
    const found = checks.find((each) => each.name === name);
    expect(found).toMatchObject({ state: 'unknown', reason: expect.stringMatching(why) });
  });
});

describe('hart doctor', () => {
  const doctor = async (env = deployment.secrets) => {
    const { code, out, err } = await hart(
      ['doctor', '--json', '--config', deployment.configFile],
      env,
    );
    if (out === '') throw new Error(err);
    const { ok, findings } = diagnosis.parse(JSON.parse(out));
    return { code, ok, bad: findings.filter(({ state }) => state !== 'ok') };
  };

  test('finds nothing where nothing is wrong', async () => {
    expect(await doctor()).toEqual({ code: 0, ok: true, bad: [] });
  });

  test.each([
    ['Slack token', 'SLACK_BOT_TOKEN', 'xoxb-wrong'],
    ['Slack app token', 'SLACK_APP_TOKEN', 'xapp-wrong'],
  ])('finds a wrong %s', async (subject, name, token) => {
    const { code, bad } = await doctor({ ...deployment.secrets, [name]: token });

    expect(code).toBe(1);
    expect(bad).toMatchObject([{ subject, state: 'fault' }]);
    expect(bad[0]?.detail).toContain('invalid_auth');
  });

  test('finds a password that opens nothing', async () => {
    const { code, bad } = await doctor({
      ...deployment.secrets,
      HART_PRODUCTION_SQL_READER_PASSWORD: 'wrong',
      HART_PRODUCTION_NEO4J_PASSWORD: 'wrong',
    });

    expect(code).toBe(1);
    expect(bad.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['SQL Server of production', 'Neo4j of production']),
    );
  });

  test('finds a right that the reader lacks, once for all checks that need it', async () => {
    await deployment.control.fault('permission-denied', true, {
      permission: 'SELECT',
      object: 'msdb.dbo.suspect_pages',
    });
    const { code, bad } = await doctor();
    await deployment.control.fault('permission-denied', false);

    expect(code).toBe(1);
    expect(bad).toMatchObject([{ subject: 'integrity of production', state: 'fault' }]);
    expect(bad[0]?.detail).toContain('SELECT');
  });
});

describe('the rest of the command line', () => {
  test('hart statements prints every statement with its purpose and right, without a configuration', async () => {
    const { code, out } = await hart(['statements', '--json'], {}, empty);
    const { statements } = z
      .object({
        statements: z.array(
          z.object({ name: z.string(), purpose: z.string(), needs: z.array(z.string()) }),
        ),
      })
      .parse(JSON.parse(out));

    expect(code).toBe(0);
    expect(statements.length).toBeGreaterThanOrEqual(19);
    for (const { purpose } of statements) expect(purpose).not.toBe('');
  });

  test('hart audit verify finds the chain of what was asked unbroken, beside the running bot', async () => {
    await ask(deployment.control, 'UVIEWER', '/hart whoami');
    const { code, out } = await withConfig('audit', 'verify', '--json');
    const verdict = z
      .object({ ok: z.boolean(), entries: z.number(), firstBad: z.null(), tail: z.string() })
      .parse(JSON.parse(out));

    expect(code).toBe(0);
    expect(verdict.ok).toBe(true);
    expect(verdict.entries).toBeGreaterThan(0);
  });

  test('hart store backup copies the store beside the running bot', async () => {
    const copy = join(empty, 'copy.db');
    const { code } = await withConfig('store', 'backup', copy);

    expect(code).toBe(0);
    expect(existsSync(copy)).toBe(true);
    const other = join(empty, 'copy.yml');
    const text = await readFile(deployment.configFile, 'utf8');
    await writeFile(other, text.replace(/^store: .*$/m, `store: sqlite:${copy}`));
    const verified = await hart(['audit', 'verify', '--config', other], deployment.secrets);
    expect(verified.code).toBe(0);
  });

  test('hart replay tells what would have been said', async () => {
    const file = join(empty, 'incident.json');
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
    await writeFile(
      file,
      JSON.stringify({
        rules: [
          {
            check: 'queues',
            alert: 'queue-backlog',
            value: 'depth',
            when: '> 1000',
            severity: 'warning',
            labels: ['queue'],
          },
        ],
        evaluations: [0, 30, 60].map((second) => ({
          at: at(second),
          check: 'queues',
          rows: [{ queue: 'ActQueue', depth: second === 60 ? 3 : 1200 }],
        })),
      }),
    );
    const { code, out } = await hart(['replay', file, '--json'], {}, empty);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      transitions: [
        { alert: 'queue-backlog', from: 'inactive', to: 'firing', reason: 'threshold' },
        { alert: 'queue-backlog', from: 'firing', to: 'resolved', reason: 'recovered' },
      ],
    });
  });

  test('a second bot on the same store refuses to start', async () => {
    const { code, err } = await withConfig('run');

    expect(code).toBe(1);
    expect(err).toMatch(/store|another/i);
  }, 60_000);
});
