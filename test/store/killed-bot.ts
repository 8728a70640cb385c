import { createDelivery } from '../../src/delivery/create-delivery.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silent } from './silent.ts';

// A bot that asks for a message, posts it, and is killed by its parent before Slack's answer comes.
const [file = ''] = process.argv.slice(2);
const now = () => Date.now();
const store = await openStore({ url: `sqlite:${file}`, now, log: silent });
const content = { text: 'down', blocks: [] };
const message = { key: 'incident:1', channel: 'COPS', thread: null, broadcast: false } as const;
await store.messages.want({ ...message, lane: 'critical', content }, now());
await store.audit.append({
  at: now(),
  actor: 'bot',
  person: null,
  action: 'alert',
  environment: null,
  outcome: 'started',
  detail: {},
});
createDelivery({
  outbox: store.messages,
  now,
  log: silent,
  sender: {
    post: async ({ key }) => {
      // In the middle of a transaction, too: this one must be gone afterwards.
      void store.transaction(async () => {
        await store.records.apply('k', '', { put: [{ id: 'half', json: '1' }] });
        process.stdout.write(`posted ${key}\n`);
        await new Promise(() => undefined);
      });
      return new Promise(() => undefined);
    },
    edit: () => Promise.reject(new Error('There is nothing to edit')),
    remove: () => Promise.reject(new Error('There is nothing to remove')),
    find: () => Promise.resolve(null),
  },
}).start();
setInterval(() => undefined, 1000);
