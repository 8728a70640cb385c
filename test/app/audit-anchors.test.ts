import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createCollector } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuditAnchors, verifyAgainstAnchor } from '../../src/app/audit-anchors.ts';
import { botFacts } from '../../src/app/bot-facts.ts';
import { newestAnchor, readAnchor } from '../../src/delivery/anchor-file.ts';
import { signatureOf } from '../../src/delivery/webhook-path.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { botLine } from '../../src/watching/status-view.ts';
import { exampleConfig } from '../fakes/example-config.ts';
import { temporaryDirectory, temporaryStore } from '../store/temporary-store.ts';

const entry = (action: string): AuditEntry => ({
  at: 1,
  actor: 'bot',
  person: null,
  action,
  environment: null,
  outcome: 'done',
  detail: {},
});

async function anchored(store: Awaited<ReturnType<typeof temporaryStore>>, file: string) {
  const { config, secrets } = exampleConfig({ 'file: null #': `file: ${file} #` });
  const anchors = createAuditAnchors({ config, secrets, store, now: () => 1000 });
  return { config, anchors };
}

async function bench(entries: number) {
  const store = await temporaryStore();
  const file = join(temporaryDirectory(), 'anchors.jsonl');
  const add = async (count: number) => {
    for (let number = 0; number < count; number += 1) await store.audit.append(entry('x'));
  };
  await add(entries);
  return { store, file, add, ...(await anchored(store, file)) };
}

describe('S48 the head of the audit log, kept elsewhere', () => {
  it('is a line more each time, and the last one counts', async () => {
    const { store, file, add, anchors } = await bench(2);
    await anchors.send();
    await add(3);
    await anchors.send();
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
    expect(newestAnchor(file)).toEqual({ at: 1000, ...(await store.audit.head()) });
  });

  it('is not there before the first entry', async () => {
    const { file, anchors } = await bench(0);
    await anchors.send();
    expect(newestAnchor(file)).toBeNull();
  });

  it('is read over a line that broke off', async () => {
    const { file, anchors } = await bench(2);
    await anchors.send();
    appendFileSync(file, '{"at":"2026-01-01T00:00:00Z","sequ');
    expect(newestAnchor(file)?.sequence).toBe(2);
  });

  it.each(['', 'null', '{}', '7', '{"sequence":"1","hash":"h"}', '{"sequence":1}'])(
    'is not what reads %s',
    (line) => {
      expect(readAnchor(line)).toBeNull();
    },
  );

  it('proves the tail, and shows what was cut off', async () => {
    const { store, config, add, anchors } = await bench(3);
    expect(await verifyAgainstAnchor(config, store)).toMatchObject({ ok: true, tail: 'unproven' });
    await anchors.send();
    expect(await verifyAgainstAnchor(config, store)).toMatchObject({ ok: true, tail: 'proven' });
    const early = join(temporaryDirectory(), 'early.db');
    await store.backup(early);
    await add(2);
    await anchors.send();
    const restored = await temporaryStore({ file: early });
    expect(await verifyAgainstAnchor(config, restored)).toMatchObject({
      ok: false,
      firstBad: { sequence: 4, why: 'missing: entry 5 was anchored elsewhere' },
      tail: 'unproven',
    });
  });

  it('goes to a webhook, signed; whatever it does not take is no anchor', async () => {
    const bodies: { body: string; signature: unknown; timestamp: unknown }[] = [];
    let status = 204;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const { headers } = request;
        bodies.push({
          body,
          signature: headers['x-hart-signature'],
          timestamp: headers['x-hart-timestamp'],
        });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { config, secrets } = exampleConfig({
      'webhook: null # {url: https://…}': `webhook: {url: "http://127.0.0.1:${port}/"} #`,
    });
    const { store } = await bench(1);
    const anchors = createAuditAnchors({ config, secrets, store, now: () => 1000 });
    await anchors.send();
    const [got] = bodies;
    expect(JSON.parse(got?.body ?? '')).toMatchObject({
      kind: 'audit-anchor',
      ...(await store.audit.head()),
    });
    expect(got?.signature).toBe(signatureOf('shared', String(got?.timestamp), got?.body ?? ''));
    status = 500;
    await expect(anchors.send()).rejects.toThrow('webhook');
    expect(anchors.trouble()).toContain('audit.anchors.webhook');
  });
});

describe('S49 a store that is older than its anchor', () => {
  it('is known at the start, also once it has grown past it', async () => {
    const { store, file, add, anchors } = await bench(3);
    const early = join(temporaryDirectory(), 'early.db');
    await store.backup(early);
    await add(2);
    await anchors.send();
    expect(await anchors.behind()).toBeNull();

    const restored = await temporaryStore({ file: early });
    const { anchors: again } = await anchored(restored, file);
    expect(await again.behind()).toMatchObject({ rule: 'S49' });
    for (let number = 0; number < 9; number += 1) await restored.audit.append(entry('other'));
    expect(await again.behind()).toMatchObject({ rule: 'S49' });

    await again.send();
    expect(await again.behind()).toBeNull();
  });

  it('is not one that was never anchored', async () => {
    const { anchors } = await bench(3);
    expect(await anchors.behind()).toBeNull();
  });

  it('is a new store beside an old anchor', async () => {
    const { file, anchors } = await bench(3);
    await anchors.send();
    const copy = join(temporaryDirectory(), 'anchors.jsonl');
    copyFileSync(file, copy);
    const fresh = await temporaryStore();
    expect(await (await anchored(fresh, copy)).anchors.behind()).toMatchObject({ rule: 'S49' });
  });

  it('may be any store while its anchors cannot be read, or are gone', async () => {
    const { file, store, anchors, add } = await bench(1);
    await anchors.send();
    rmSync(file);
    expect(await anchors.behind()).toMatchObject({ rule: 'S49' });
    mkdirSync(file);
    expect(await anchors.behind()).toMatchObject({
      rule: 'S49',
      message: expect.stringContaining('cannot read its anchors'),
    });
    // Elsewhere there never was one.
    const other = await anchored(store, join(temporaryDirectory(), 'other.jsonl'));
    expect(await other.anchors.behind()).toBeNull();
    await add(1);
  });
});

/** A collector of syslog that keeps what comes; `close` null: it never closes its side. */
async function collector(close = true) {
  const got: string[] = [];
  const server = createCollector({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('end', () => {
      got.push(text);
      if (close) socket.end();
    });
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  return { got, server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

describe('S48 a place that does not take the head of the log', () => {
  async function two(port: number) {
    const { store, file, add } = await bench(1);
    const time = { at: 0 };
    const { config, secrets } = exampleConfig({
      'file: null #': `file: ${file} #`,
      'syslog: null # {host': `syslog: {host: 127.0.0.1, port: ${port}} # {host`,
    });
    const anchors = createAuditAnchors({ config, secrets, store, now: () => time.at });
    return { store, file, add, anchors, time };
  }

  it('is named with the time since when, until it takes one; the others get theirs', async () => {
    const { server, port } = await collector();
    await new Promise((resolve) => server.close(resolve));
    const { store, file, anchors, add, time } = await two(port);
    expect(anchors.trouble()).toBeNull();
    await expect(anchors.send()).rejects.toThrow('syslog');
    time.at = 5 * 60_000;
    await expect(anchors.send()).rejects.toThrow('syslog');
    expect(newestAnchor(file)).toMatchObject({ ...(await store.audit.head()) });
    expect(anchors.trouble()).toBe(
      'the end of the audit log is not kept elsewhere for 5 min: the syslog does not take it (audit.anchors.syslog)',
    );
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    await add(1);
    await anchors.send();
    expect(anchors.trouble()).toBeNull();
  });

  it('makes the line of the bot a warning in the status', async () => {
    const { store, anchors } = await two(1);
    await expect(anchors.send()).rejects.toThrow('syslog');
    const { faults } = await botFacts({
      store,
      slack: { state: () => ({ sockets: 1 }) },
      delivery: {
        state: async () => ({
          waiting: 0,
          oldest: null,
          rejected: [],
          awaySince: null,
          lastFailure: null,
        }),
      },
      heartbeat: { trouble: () => null },
      anchors,
      nextDigest: null,
      faults: [],
      now: () => 0,
    });
    expect(faults).toEqual([expect.stringContaining('audit.anchors.syslog')]);
    const line = { sockets: 1, waiting: 0, oldest: null, cycle: null, storeBytes: 0 };
    expect(botLine({ ...line, faults })).toMatchObject({
      state: 'warning',
      headline: expect.stringContaining('audit.anchors.syslog'),
    });
    expect(botLine({ ...line, faults: [] })).toMatchObject({ state: 'ok' });
  });

  it('gets a counted line of syslog by TCP', async () => {
    const { got, port } = await collector();
    const { store, anchors } = await two(port);
    await anchors.send();
    const [, length, line = ''] = /^(\d+) (<109>1 .*)$/.exec(got[0] ?? '') ?? [];
    expect(Number(length)).toBe(Buffer.byteLength(line));
    const [, said = ''] =
      /^<109>1 1970-01-01T00:00:00\.000Z \S+ hart - audit-anchor - (.*)$/.exec(line) ?? [];
    expect(JSON.parse(said)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      ...(await store.audit.head()),
    });
  });
});
