import { expect, it, onTestFinished } from 'vitest';
import { jsonList } from '../../../sandbox/slack/rules/shapes.ts';
import { call, until } from '../slack/harness.ts';
import { controlForTest } from './control-harness.ts';
import { fakeWorld } from './fake-world.ts';

it('counts what a message said before instead of repeating it, for those who ask so', async () => {
  const { slack, get } = await controlForTest();
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'one' });
  await call(slack, 'chat.update', { channel: 'COPS', ts, text: 'two' });
  const [whole] = jsonList((await get('messages?channel=COPS')).body['messages']);
  expect(whole).toMatchObject({ text: 'two', versions: [{ text: 'one' }] });
  const [brief] = jsonList((await get('messages?channel=COPS&brief=1')).body['messages']);
  expect(brief).toMatchObject({ text: 'two', edits: 1 });
  expect(brief).not.toHaveProperty('versions');
  expect((await get('messages?channel=COPS&brief=yes')).status).toBe(400);
});

it('tells what the world holds, and nothing of a world that does not say', async () => {
  const holding = { name: 'Neo4j', text: '5 atoms', up: true };
  const told = await controlForTest({
    world: { ...fakeWorld(), contents: () => Promise.resolve([holding]) },
  });
  expect((await told.get('contents')).body).toEqual({ contents: [holding] });
  expect((await (await controlForTest()).get('contents')).body).toEqual({ contents: [] });
});

it('says that faults and clock changed when the world is set back', async () => {
  const { slack, post } = await controlForTest();
  const seen = new Set<string>();
  onTestFinished(slack.state.changes.listen((change) => seen.add(change)));
  await post('reset', {});
  await until(() => seen.has('clock'));
  expect([...seen]).toEqual(expect.arrayContaining(['messages', 'faults', 'clock']));
});
