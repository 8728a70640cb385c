import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuditAnchors, verifyAgainstAnchor } from '../../src/app/audit-anchors.ts';
import { newestAnchor, readAnchor } from '../../src/delivery/anchor-file.ts';
import { signatureOf } from '../../src/delivery/webhook-path.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
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
    await expect(anchors.send()).rejects.toThrow('500');
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

  it('is not said of anchors that cannot be read: nobody can tell, and that is a fault', async () => {
    const { store } = await bench(1);
    const file = join(temporaryDirectory(), 'there', 'not');
    writeFileSync(join(temporaryDirectory(), 'x'), '');
    const { anchors } = await anchored(store, file);
    await expect(anchors.send()).rejects.toThrow('ENOENT');
  });
});
