import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Running, startServer } from './client.ts';

const tsql = '/usr/bin/tsql';
const run = promisify(execFile);
let running: Running;

beforeAll(async () => {
  running = await startServer();
});
afterAll(() => running.server.close());
beforeEach((context) => {
  context.skip(!existsSync(tsql), 'tsql of freetds-bin is not installed');
});

/** Output of FreeTDS' own client for these batches. */
async function batches(texts: readonly string[], password = 'secret', conf = ''): Promise<string> {
  const args = [
    '-H',
    '127.0.0.1',
    '-p',
    String(running.server.port),
    '-U',
    'sa',
    '-P',
    password,
    '-D',
    'Hartonomous',
  ];
  const child = run(tsql, args, {
    timeout: 15_000,
    env: { ...process.env, TDSVER: '7.4', ...(conf === '' ? {} : { FREETDSCONF: conf }) },
  });
  child.child.stdin?.end(`${texts.map((text) => `${text}\ngo\n`).join('')}exit\n`);
  try {
    const { stdout, stderr } = await child;
    return stdout + stderr;
  } catch (thrown) {
    if (thrown instanceof Error && 'stdout' in thrown && 'stderr' in thrown) {
      return `${String(thrown.stdout)}${String(thrown.stderr)}`;
    }
    throw thrown;
  }
}

test('an independent client logs in and reads several results', async () => {
  const output = await batches(['two results']);

  expect(output).toMatch(/\ba\b[\s\S]*1\n2\n\(2 rows affected\)/);
  expect(output).toContain('(1 row affected)');
});

test('it sees errors with number, severity, state and line', async () => {
  expect(await batches(['fails'])).toContain(
    'Msg 297 (severity 16, state 2) from SQL1, Procedure sp_x Line 7',
  );
});

test('it changes database', async () => {
  await batches(['USE other', 'SELECT 1']);

  expect(running.requests.slice(-2).map(({ text }) => text.trim())).toEqual([
    'USE other',
    'SELECT 1',
  ]);
});

test('it is refused with a wrong password', async () => {
  expect(await batches([], 'wrong')).toContain('Msg 18456');
});
