import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createNeo4jAdmin } from '../../src/clients/neo4j-admin.ts';
import { type Neo4jContainer, neo4jInContainer } from '../../src/clients/neo4j-container.ts';

const config: Neo4jContainer = {
  runtime: ['/usr/bin/sudo', '/usr/bin/podman'],
  container: 'graph',
  image: 'neo4j:5-community',
  command: ['neo4j-admin'],
  service: ['neo4j'],
  dumpDirectory: '/srv/dumps',
  containerDirectory: '/backups',
  backupFrom: 'localhost:6362',
  timeout: 30_000,
};
const admin = (changes: Partial<Neo4jContainer> = {}) =>
  createNeo4jAdmin(neo4jInContainer({ ...config, ...changes }));
const R7 = { database: 'neo4j', directory: 'R7' };

describe('the tools of a Neo4j in a container', () => {
  it('stop and start the container whose main process it is, and dump by another with its volumes', () => {
    const { describe: say } = admin();
    expect(say({ act: 'stop' })).toBe('/usr/bin/sudo /usr/bin/podman stop -t 300 graph');
    expect(say({ act: 'start' })).toBe('/usr/bin/sudo /usr/bin/podman start graph');
    expect(say({ act: 'dump', ...R7 })).toBe(
      '/usr/bin/sudo /usr/bin/podman run --rm --volumes-from graph neo4j:5-community neo4j-admin database dump --to-path=/backups/R7 neo4j',
    );
    expect(say({ act: 'load', ...R7 })).toContain('--from-path=/backups/R7');
  });

  it('back up while it runs within it', () => {
    expect(admin().describe({ act: 'backup', ...R7 })).toBe(
      '/usr/bin/sudo /usr/bin/podman exec graph timeout -k 60 30 neo4j-admin database backup --to-path=/backups/R7 --from=localhost:6362 neo4j',
    );
  });

  it('do all within a container that goes on without it', () => {
    const { describe: say } = admin({ image: null, service: ['/opt/neo4j/bin/neo4j'] });
    const within = '/usr/bin/sudo /usr/bin/podman exec graph';
    expect(say({ act: 'stop' })).toBe(`${within} /opt/neo4j/bin/neo4j stop`);
    expect(say({ act: 'dump', ...R7 })).toBe(
      `${within} timeout -k 60 30 neo4j-admin database dump --to-path=/backups/R7 neo4j`,
    );
  });

  it('see the directory by the same name unless told otherwise', () => {
    const same = admin({ containerDirectory: null });
    expect(same.describe({ act: 'dump', ...R7 })).toContain('--to-path=/srv/dumps/R7');
  });

  it.each([
    ['true', { ok: true, value: true }],
    ['false', { ok: true, value: false }],
    ['no such container', { ok: false, trouble: { kind: 'failed' } }],
  ])('believe what the runtime says of it: %s', async (said, expected) => {
    const runtime = ['/bin/sh', '-c', `echo '${said}'`];
    expect(await admin({ runtime }).running()).toMatchObject(expected);
  });

  it('take a runtime that fails for no answer', async () => {
    const runtime = ['/bin/sh', '-c', 'echo true; exit 125'];
    expect(await admin({ runtime }).running()).toMatchObject({ ok: false });
  });
});

/** A runtime whose `exec` starts what goes on when the call of it is ended, as with the real one. */
function runtimeWith(before = ''): string[] {
  return ['/bin/sh', '-c', `shift 2; ${before} setsid "$@" >/dev/null 2>&1 & wait $!`, 'docker'];
}

const endless = [process.execPath, '-e', 'setInterval(() => undefined, 1000)', '--'];
const isThere = (directory: string) =>
  spawnSync('pgrep', ['-f', `[/]backups/${directory}`]).status === 0;

describe('a tool of Neo4j that runs in a container', () => {
  const within = (changes: Partial<Neo4jContainer>) =>
    admin({ image: null, command: endless, runtime: runtimeWith(), ...changes });

  it('is ended there when it is cancelled', async () => {
    const directory = `R-${randomUUID()}`;
    const cancel = new AbortController();
    const answer = within({}).run({ act: 'dump', database: 'neo4j', directory }, cancel.signal);
    await expect.poll(() => isThere(directory)).toBe(true);
    cancel.abort();

    expect(await answer).toMatchObject({
      ok: false,
      trouble: { kind: 'cancelled', detail: 'cancelled' },
    });
    expect(isThere(directory)).toBe(false);
  });

  it('ends there at its time', async () => {
    const directory = `R-${randomUUID()}`;
    const answer = await within({ timeout: 400 }).run({
      act: 'load',
      database: 'neo4j',
      directory,
    });

    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'timeout' } });
    expect(isThere(directory)).toBe(false);
  });

  it('is ended at its time from here, where the container has no `timeout`', async () => {
    const directory = `R-${randomUUID()}`;
    const none = 'if [ "$1" = timeout ]; then echo "exec: timeout: not found" >&2; exit 127; fi;';
    const answer = await within({ timeout: 400, runtime: runtimeWith(none) }).run({
      act: 'dump',
      database: 'neo4j',
      directory,
    });

    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'timeout' } });
    expect(isThere(directory)).toBe(false);
  });

  it('is told to go on, with the way to look, where nothing there can end it', async () => {
    const directory = `R-${randomUUID()}`;
    const none =
      'case "$1" in timeout|pkill) echo "exec: timeout: not found" >&2; exit 127;; esac;';
    const answer = await within({ timeout: 400, runtime: runtimeWith(none) }).run({
      act: 'dump',
      database: 'neo4j',
      directory,
    });
    spawnSync('pkill', ['-f', `[/]backups/${directory}`]);

    expect(answer).toMatchObject({
      ok: false,
      trouble: {
        kind: 'timeout',
        detail: expect.stringContaining('may go on in the container graph'),
      },
    });
  });
});
