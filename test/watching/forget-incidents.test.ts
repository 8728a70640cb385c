import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../src/domain/time.ts';
import { vera, type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

async function incident(): Promise<string> {
  await queues.see({ Act: 1200 });
  await queues.pass(15 * SECOND);
  return queues.incident().id;
}

async function resolved(): Promise<string> {
  const id = await incident();
  await queues.see({ Act: 3 });
  await queues.pass(2 * MINUTE);
  return id;
}

const keep = 400 * DAY;

it('forgets what was over long ago, with its timeline, and nothing younger', async () => {
  const old = await resolved();
  queues.sleep(keep - DAY);
  const young = await resolved();
  queues.sleep(2 * DAY);

  expect(await queues.watcher().forget(queues.now() - keep)).toBe(1);
  await queues.restart();
  expect([...queues.watcher().memory().incidents.keys()]).toEqual([young]);
  expect(await queues.timeline(old)).toEqual([]);
  expect(await queues.timeline(young)).not.toEqual([]);
});

it('keeps what is open, however old, and lets it be resolved', async () => {
  const id = await incident();
  queues.sleep(keep + DAY);
  expect(await queues.watcher().forget(queues.now() - keep)).toBe(0);
  await queues.see({ Act: 3 });
  await queues.pass(2 * MINUTE);

  expect(queues.watcher().memory().incidents.get(id)?.resolvedAt).not.toBeNull();
});

it('answers a late click on a forgotten one', async () => {
  const id = await resolved();
  queues.sleep(keep + DAY);
  await queues.watcher().forget(queues.now() - keep);

  expect(await queues.watcher().act(id, { kind: 'acknowledge' }, vera)).toMatchObject({
    rule: 'no-incident',
  });
});

it('S48 leaves the audit log as it is', async () => {
  await resolved();
  const entry = {
    at: queues.now(),
    actor: 'slack:T/U',
    person: 'vera',
    action: 'ack',
    environment: 'production',
    outcome: 'done',
    detail: {},
  } as const;
  await queues.store.audit.append(entry);
  queues.sleep(keep + DAY);
  await queues.watcher().forget(queues.now() - keep);

  expect(await queues.store.audit.list(10)).toHaveLength(1);
});
