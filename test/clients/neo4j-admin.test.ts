import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createNeo4jAdmin } from '../../src/clients/neo4j-admin.ts';

const dumps = mkdtempSync(join(tmpdir(), 'hart-tools-'));
afterAll(() => rmSync(dumps, { recursive: true }));

/** The same program for everything. */
function toolsOf(program: string, args: readonly string[] = [], timeout = 30_000) {
  const words = [program, ...args];
  return createNeo4jAdmin({
    command: words,
    stop: words,
    start: words,
    status: words,
    dumpDirectory: dumps,
    backupFrom: null,
    timeout,
  });
}

describe('the tools of Neo4j', () => {
  it('get no secret of the bot', async () => {
    process.env['HART_TEST_CANARY'] = 'canary-4711';
    const answer = await toolsOf('/usr/bin/env').run({ act: 'stop' });
    delete process.env['HART_TEST_CANARY'];
    expect(answer).toMatchObject({ ok: true });
    expect(JSON.stringify(answer)).not.toContain('canary');
    const said = await toolsOf('/bin/sh', ['-c', 'echo "$HOME"; env | grep -c HART_']).run({
      act: 'stop',
    });
    expect(said).toMatchObject({ ok: false, trouble: { detail: expect.stringContaining(': 0') } });
  });

  it.each(['--help', '../x', 'a b', '', 'a;b', '$(id)'])(
    'take no name that could be read as more: %j',
    async (name) => {
      const admin = toolsOf('/bin/true');
      const dump = admin.run({ act: 'dump', database: name, directory: 'R1' });
      await expect(dump).rejects.toThrow('not a plain name');
      await expect(admin.makeDirectory(name)).rejects.toThrow('not a plain name');
      expect(readdirSync(dumps)).toEqual([]);
    },
  );

  it('that are missing are told so', async () => {
    const admin = toolsOf('/nonexistent/neo4j-admin');
    expect(await admin.running()).toMatchObject({ ok: false, trouble: { kind: 'missing' } });
  });

  it.each([
    [0, { ok: true, value: true }],
    [3, { ok: true, value: false }],
    [1, { ok: false, trouble: { kind: 'failed' } }],
  ])('say by exit code %i whether Neo4j runs', async (code, expected) => {
    const admin = toolsOf('/bin/sh', ['-c', `exit ${code}`]);
    expect(await admin.running()).toMatchObject(expected);
  });

  it('that hang are ended, by time or by a cancel', async () => {
    const slow = toolsOf('/bin/sleep', ['30'], 100);
    expect(await slow.run({ act: 'stop' })).toMatchObject({ trouble: { kind: 'timeout' } });
    const cancelled = toolsOf('/bin/sleep', ['30']).run({ act: 'stop' }, AbortSignal.timeout(50));
    expect(await cancelled).toMatchObject({ trouble: { kind: 'cancelled' } });
  });
});
