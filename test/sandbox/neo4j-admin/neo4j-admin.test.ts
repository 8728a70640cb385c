import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCertificate } from '../../../sandbox/certificate.ts';
import { startDeployment } from '../../../sandbox/deployment.ts';
import type { Deployment } from '../../../sandbox/deployment-port.ts';
import { readHead, unpackArtifact } from '../../../sandbox/neo4j-admin/artifact.ts';
import { silent } from '../slack/quiet-log.ts';
import { runTool } from './run-tool.ts';

const passwords = { reader: 'r', operator: 'o', sa: 's', neo4j: 'graph' };
let deployment: Deployment;

beforeAll(async () => {
  deployment = await startDeployment({
    passwords,
    certificate: await createCertificate(),
    log: silent,
  });
  return () => deployment.close();
}, 30_000);

beforeEach(async () => {
  await deployment.world.reset();
  rmSync(home().dumps, { recursive: true, force: true });
  mkdirSync(home().dumps);
});

function home() {
  const found = deployment.neo4j.home;
  if (!found) throw new Error('the deployment has no home of Neo4j');
  return found;
}

const admin = (...words: readonly string[]) => runTool(home().admin, words);
const service = (...words: readonly string[]) => runTool(home().neo4j, words);
const dumpFile = () => join(home().dumps, 'neo4j.dump');
const toDumps = () => `--to-path=${home().dumps}`;
const fromDumps = () => `--from-path=${home().dumps}`;
const fault = async (name: string, on = true, given = {}) =>
  deployment.world.setFault(name, on, given);

async function atoms(): Promise<number> {
  const driver = neo4j.driver(
    `bolt://127.0.0.1:${deployment.neo4j.port}`,
    neo4j.auth.basic('neo4j', passwords.neo4j),
    { connectionAcquisitionTimeout: 2000, maxTransactionRetryTime: 0 },
  );
  try {
    const { records } = await driver.executeQuery('MATCH (n:Atom) RETURN count(n) AS n');
    return Number(records[0]?.get('n'));
  } finally {
    await driver.close();
  }
}

describe('the service', () => {
  test('S30 stop breaks Bolt, start brings it back on the same port', async () => {
    expect(await service('status')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Neo4j is running at pid \d+\n$/),
    });
    expect(await atoms()).toBeGreaterThan(4900);
    expect(await service('stop')).toMatchObject({
      code: 0,
      out: expect.stringContaining('stopped'),
    });
    expect(await service('status')).toEqual({ code: 3, out: 'Neo4j is not running.\n', err: '' });
    await expect(atoms()).rejects.toThrow(/ECONNREFUSED|Failed to connect/);
    expect(await service('stop')).toMatchObject({ code: 0, out: 'Neo4j is not running.\n' });
    expect((await service('start')).out).toMatch(/Started neo4j \(pid:\d+\)/);
    expect(await atoms()).toBeGreaterThan(4900);
    expect((await admin('server', 'status')).code).toBe(0);
  });

  test('a word that it does not know is an error of usage', async () => {
    expect(await service('pause')).toMatchObject({
      code: 64,
      err: expect.stringContaining("'pause'"),
    });
  });
});

describe('a dump', () => {
  test('S30 is refused while the DBMS runs, and leaves nothing behind', async () => {
    const { code, out, err } = await admin('database', 'dump', 'neo4j', toDumps());
    expect(code).toBe(1);
    expect(out).toContain(
      "Failed to dump database 'neo4j': The database is in use. Stop database 'neo4j' and try again.",
    );
    expect(err).toContain("Dump failed for databases: 'neo4j'");
    expect(existsSync(dumpFile())).toBe(false);
  });

  test('of a stopped DBMS holds the whole graph, with its checksum', async () => {
    const before = await atoms();
    await service('stop');
    const dumped = await admin('database', 'dump', 'neo4j', toDumps());
    expect(dumped).toMatchObject({
      code: 0,
      out: expect.stringContaining('Dump completed successfully'),
    });
    const artifact = readFileSync(dumpFile());
    expect(artifact.subarray(0, 4).toString()).toBe('DZV1');
    expect(readHead(artifact)).toMatchObject({ kind: 'dump', database: 'neo4j' });
    expect(unpackArtifact(artifact).nodes['Atom']).toHaveLength(before);
    expect(await admin('database', 'dump', 'neo4j', toDumps())).toMatchObject({
      code: 1,
      out: expect.stringContaining(`Archive already exists: ${dumpFile()}`),
    });
    const again = await admin('database', 'dump', toDumps(), '--overwrite-destination', 'neo4j');
    expect(again.code).toBe(0);
    expect((await admin('database', 'dump', 'system', toDumps())).code).toBe(0);
  });

  test.each([
    ['neo4j-unclean', 'Active logical log detected'],
    ['neo4j-down', 'Active logical log detected'],
    ['neo4j-disk-full', 'No space left on device'],
  ])('S30 under %s fails and says so', async (name, words) => {
    await service('stop');
    await fault(name);
    const { code, out } = await admin('database', 'dump', 'neo4j', toDumps());
    expect({ code, said: out.includes(words) }).toEqual({ code: 1, said: true });
  });

  test('that was cut short is found only by whoever looks', async () => {
    await service('stop');
    await fault('neo4j-dump-truncated');
    expect((await admin('database', 'dump', 'neo4j', toDumps())).code).toBe(0);
    expect(await admin('database', 'load', '--info', fromDumps(), 'neo4j')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Format: Neo4j ZSTD Dump.'),
    });
    expect(await admin('database', 'check', fromDumps(), 'neo4j')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Not a valid Neo4j archive'),
    });
  });

  test.each([
    [['dump', 'neo4j', '--to-path=/nowhere/at/all'], 1, 'is not an existing directory'],
    [['dump', 'other'], 1, 'Dump failed'],
    [['dump'], 64, "Missing required parameter: '<database>'"],
    [['dump', 'neo4j', '--too=x'], 64, "Unknown option: '--too=x'"],
    [['dump', 'neo4j', 'system'], 64, "Unmatched argument at index 3: 'system'"],
    [['vacuum'], 64, "Unmatched argument at index 1: 'vacuum'"],
  ] as const)('neo4j-admin database %j ends with %i', async (words, code, said) => {
    await service('stop');
    const call = await admin('database', ...words);
    expect(call).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});

describe('a load', () => {
  test('S34 brings back what was dumped, drift and all, and not over a running database', async () => {
    await service('stop');
    await admin('database', 'dump', 'neo4j', toDumps());
    await service('start');
    await fault('graph-drift');
    const drifted = await atoms();
    expect(await admin('database', 'load', 'neo4j', fromDumps())).toMatchObject({
      code: 1,
      err: expect.stringContaining('Database already exists: neo4j'),
    });
    expect(
      await admin('database', 'load', 'neo4j', fromDumps(), '--overwrite-destination=true'),
    ).toMatchObject({ code: 1, err: expect.stringContaining('The database is in use.') });
    await service('stop');
    const loaded = await admin(
      'database',
      'load',
      'neo4j',
      fromDumps(),
      '--overwrite-destination=true',
    );
    expect(loaded.code).toBe(0);
    await service('start');
    expect(await atoms()).toBe(drifted + 1310);
  });

  test.each([
    ['a cut dump', (file: string) => truncateSync(file, 3000)],
    ['another file', (file: string) => writeFileSync(file, 'no dump at all')],
  ])('refuses %s and leaves the graph as it was', async (_, spoil) => {
    await service('stop');
    await admin('database', 'dump', 'neo4j', toDumps());
    spoil(dumpFile());
    const { code, err } = await admin(
      'database',
      'load',
      'neo4j',
      fromDumps(),
      '--overwrite-destination=true',
    );
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('Not a valid Neo4j archive'),
    });
    await service('start');
    expect(await atoms()).toBeGreaterThan(4900);
  });

  test('of nothing says so', async () => {
    expect(await admin('database', 'load', 'neo4j', fromDumps())).toMatchObject({
      code: 1,
      err: expect.stringContaining('No matching archives found'),
    });
  });
});

describe('online backups', () => {
  test('the Community edition does not know the words', async () => {
    expect(await admin('database', 'backup', toDumps(), 'neo4j')).toMatchObject({
      code: 64,
      err: expect.stringContaining("Unmatched arguments from index 1: 'backup'"),
    });
    expect((await admin('database', 'restore', fromDumps(), 'neo4j')).code).toBe(64);
  });

  test('the Enterprise edition writes one while it runs, and restores it when stopped', async () => {
    await fault('neo4j-enterprise');
    const { code, out } = await admin(
      'database',
      'backup',
      toDumps(),
      '--from=localhost:6362',
      'neo4j',
    );
    expect(code).toBe(0);
    const file = /artifact creation '([^']+)'/.exec(out)?.[1] ?? '';
    expect(readHead(readFileSync(file)).kind).toBe('backup');
    await fault('graph-drift');
    const drifted = await atoms();
    const restore = [
      'database',
      'restore',
      `--from-path=${file}`,
      '--overwrite-destination=true',
      'neo4j',
    ];
    expect(await admin(...restore)).toMatchObject({
      code: 1,
      err: expect.stringContaining('The database is in use.'),
    });
    await service('stop');
    expect(await admin('database', 'backup', toDumps(), 'neo4j')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Connection refused'),
    });
    expect((await admin(...restore)).code).toBe(0);
    await service('start');
    expect(await atoms()).toBe(drifted + 1310);
  });
});

describe('looking', () => {
  test('check wants a stopped database, and finds what is broken', async () => {
    expect((await admin('database', 'check', 'neo4j')).err).toContain('The database is in use.');
    await service('stop');
    expect((await admin('database', 'check', 'neo4j')).code).toBe(0);
    await fault('neo4j-inconsistent');
    expect(await admin('database', 'check', 'neo4j')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Inconsistencies found.'),
    });
  });

  test('info tells of every store whether it is in use and needs recovery', async () => {
    const running = await admin('database', 'info');
    expect(running.out.match(/Database name:/g)).toHaveLength(2);
    expect(running.out).toContain('Database in use:              true');
    await service('stop');
    const stopped = await admin('database', 'info', 'neo4j');
    expect(stopped.out).toMatch(/in use: +false[\s\S]*Store needs recovery: +false/);
    expect((await admin('--version')).out).toMatch(/^5\./);
  });
});

test('whoever has not the token is refused', async () => {
  const { url } = JSON.parse(
    readFileSync(join(home().dumps, '..', '..', 'conf', 'sandbox.json'), 'utf8'),
  );
  expect((await fetch(`${url}/state`)).status).toBe(401);
});
