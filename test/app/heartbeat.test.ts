import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeat } from '../../src/app/heartbeat.ts';
import { createPunctuality } from '../../src/app/punctuality.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';

const checks = [
  { name: 'production/queues', interval: MINUTE, timeout: 5 * SECOND },
  { name: 'production/backups', interval: 10 * MINUTE, timeout: 5 * SECOND },
];

function schedule() {
  let elapsed = 0;
  const done = new Map<string, number | null>(checks.map(({ name }) => [name, null]));
  const punctuality = createPunctuality({
    checks,
    completedAt: () => done,
    elapsed: () => elapsed,
  });
  return {
    punctuality,
    elapsed: () => elapsed,
    complete: (...names: readonly string[]) => {
      for (const name of names) done.set(`production/${name}`, elapsed + 1);
      punctuality.complete();
    },
    pass: (duration: number) => {
      elapsed += duration;
    },
  };
}

describe('a check', () => {
  it('is late when it has not completed for three of its intervals and its time limit', () => {
    const { punctuality, complete, pass } = schedule();
    complete('queues', 'backups');
    pass(3 * MINUTE + 5 * SECOND);
    expect(punctuality.late(3)).toEqual([]);
    pass(1);
    expect(punctuality.late(3)).toEqual([{ name: 'production/queues', for: 3 * MINUTE + 5001 }]);
    expect(punctuality.late(3, SECOND)).toEqual([]);
    complete('queues');
    expect(punctuality.late(3)).toEqual([]);
  });

  it('is late too when it has never completed', () => {
    const { punctuality, pass } = schedule();
    pass(4 * MINUTE);
    expect(punctuality.late(3).map(({ name }) => name)).toEqual(['production/queues']);
    expect(punctuality.complete()).toBe(false);
  });
});

async function setUp(interval = 30 * SECOND) {
  const beats: number[] = [];
  const answers: number[] = [];
  const server = createServer((_, response) => {
    beats.push(1);
    response.writeHead(answers.shift() ?? 200).end('thanks');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const time = schedule();
  const log = fakeLogger();
  const url = `http://127.0.0.1:${port}/ping/secret-key`;
  const heartbeat = createHeartbeat({ ...time, url, interval, log });
  return { ...time, heartbeat, beats, answers, log, server };
}

describe('the heartbeat', () => {
  it('rule 25: beats when every check has completed its cycle, at most every interval', async () => {
    const { heartbeat, beats, complete, pass } = await setUp();
    await heartbeat.look();
    complete('queues');
    await heartbeat.look();
    expect(beats).toHaveLength(0);
    complete('backups');
    await heartbeat.look();
    await heartbeat.look();
    expect(beats).toHaveLength(1);
    pass(30 * SECOND);
    await heartbeat.look();
    expect(beats).toHaveLength(2);
  });

  it('rule 25: is silent while one check does not run, though all others do', async () => {
    const { heartbeat, beats, complete, pass } = await setUp();
    complete('queues', 'backups');
    await heartbeat.look();
    pass(11 * MINUTE);
    complete('queues');
    await heartbeat.look();
    expect(beats).toHaveLength(1);
    complete('backups');
    await heartbeat.look();
    expect(beats).toHaveLength(2);
  });

  it('says when it is not taken, once in the log and without its address, and goes on', async () => {
    const { heartbeat, answers, log, complete, pass, server } = await setUp();
    complete('queues', 'backups');
    answers.push(503, 200);
    await heartbeat.look();
    expect(heartbeat.trouble()).toBe('the heartbeat is not taken for 0 s: HTTP 503');
    pass(30 * SECOND);
    await heartbeat.look();
    expect(heartbeat.trouble()).toBeNull();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (let turn = 0; turn < 2; turn += 1) {
      pass(30 * SECOND);
      complete('queues', 'backups');
      await heartbeat.look();
    }
    expect(heartbeat.trouble()).toBe('the heartbeat is not taken for 30 s: ECONNREFUSED');
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'info', 'warn']);
    expect(JSON.stringify(log.lines)).not.toContain('secret-key');
  });

  it('S50 without an address is a warning', async () => {
    const time = schedule();
    const heartbeat = createHeartbeat({ ...time, url: null, interval: 1, log: fakeLogger() });
    await heartbeat.look();
    expect(heartbeat.trouble()).toContain('nobody would notice');
  });
});
