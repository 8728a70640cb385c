import { expect, it } from 'vitest';
import type { Json } from '../../../sandbox/slack/types.ts';
import { call, json, plain, slackForTest, testClock } from './harness.ts';

const modal = { type: 'modal', title: plain('t'), blocks: [] };
const view = (answer: Json) => {
  const { id, hash, ...rest } = json(answer['view']);
  return { ...rest, id: String(id), hash: String(hash) };
};

it('takes a trigger within three seconds and once', async () => {
  const clock = testClock();
  const slack = await slackForTest({ now: clock.now });
  const [inTime, late] = [
    slack.state.triggers.issue('UVIEWER'),
    slack.state.triggers.issue('UVIEWER'),
  ];
  clock.advance(3000);
  expect(await call(slack, 'views.open', { trigger_id: inTime, view: modal })).toMatchObject({
    ok: true,
  });
  expect(await call(slack, 'views.open', { trigger_id: inTime, view: modal })).toMatchObject({
    error: 'exchanged_trigger_id',
  });
  clock.advance(1);
  expect(await call(slack, 'views.open', { trigger_id: late, view: modal })).toMatchObject({
    error: 'expired_trigger_id',
  });
});

it('does not spend a trigger on a view that cannot stand', async () => {
  const slack = await slackForTest();
  const trigger = slack.state.triggers.issue('UVIEWER');
  expect(
    await call(slack, 'views.open', { trigger_id: trigger, view: { type: 'modal' } }),
  ).toMatchObject({ error: 'invalid_arguments' });
  expect(await call(slack, 'views.open', { trigger_id: trigger, view: modal })).toMatchObject({
    ok: true,
  });
});

it('stacks three modals and no more', async () => {
  const slack = await slackForTest();
  const trigger = () => slack.state.triggers.issue('UVIEWER');
  const first = view(await call(slack, 'views.open', { trigger_id: trigger(), view: modal }));
  const second = view(await call(slack, 'views.push', { trigger_id: trigger(), view: modal }));
  expect(second).toMatchObject({ root_view_id: first.id, previous_view_id: first.id });
  await call(slack, 'views.push', { trigger_id: trigger(), view: modal });
  expect(await call(slack, 'views.push', { trigger_id: trigger(), view: modal })).toMatchObject({
    error: 'push_limit_reached',
  });
});

it('guards an update with the hash, and changes it each time', async () => {
  const slack = await slackForTest();
  const opened = view(
    await call(slack, 'views.open', {
      trigger_id: slack.state.triggers.issue('UVIEWER'),
      view: modal,
    }),
  );
  const update = (hash: string) =>
    call(slack, 'views.update', { view_id: opened.id, hash, view: modal });
  const updated = view(await update(opened.hash));
  expect(updated.hash).not.toBe(opened.hash);
  expect(await update(opened.hash)).toMatchObject({ error: 'hash_conflict' });
});

it('finds a view by its external id, which is the team’s only one', async () => {
  const slack = await slackForTest();
  const named = { ...modal, external_id: 'silence-1' };
  await call(slack, 'views.open', {
    trigger_id: slack.state.triggers.issue('UVIEWER'),
    view: named,
  });
  expect(
    await call(slack, 'views.update', { external_id: 'silence-1', view: named }),
  ).toMatchObject({ ok: true });
  const again = { trigger_id: slack.state.triggers.issue('UADMIN'), view: named };
  expect(await call(slack, 'views.open', again)).toMatchObject({ error: 'duplicate_external_id' });
});
