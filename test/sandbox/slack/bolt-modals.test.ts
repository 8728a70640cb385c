import { expect, it } from 'vitest';
import { click } from '../../../sandbox/slack/person/click.ts';
import { submit } from '../../../sandbox/slack/person/submit.ts';
import { closeView } from '../../../sandbox/slack/person/talk.ts';
import { viewContent } from '../../../sandbox/slack/rules/view-rules.ts';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import type { Message } from '../../../sandbox/slack/types.ts';
import { actions, boltApp, button, plain, slackForTest } from './harness.ts';

const press = (slack: Slack, message: Message, actionId: string, user = 'UVIEWER') =>
  click(slack.state, slack.socket, { user, channel: 'COPS', ts: message.ts, actionId });

const reasonModal = {
  type: 'modal' as const,
  callback_id: 'reason',
  private_metadata: 'silence-1',
  title: plain('Silence'),
  submit: plain('Silence'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text', min_length: 3 },
    },
    {
      type: 'input' as const,
      block_id: 'howLong',
      label: plain('How long'),
      element: {
        type: 'static_select' as const,
        action_id: 'choice',
        options: [
          { text: plain('1 h'), value: '1h' },
          { text: plain('4 h'), value: '4h' },
        ],
      },
    },
  ],
};

async function withModal(
  listen: Parameters<typeof boltApp>[1],
): Promise<{ slack: Slack; viewId: string }> {
  const slack = await slackForTest();
  await boltApp(slack, (app) => {
    app.action('open', async ({ ack, body, client }) => {
      await ack();
      if (body.type === 'block_actions')
        await client.views.open({ trigger_id: body.trigger_id, view: reasonModal });
    });
    listen(app);
  });
  const message = slack.state.messages.add({
    channel: 'COPS',
    user: 'UHART',
    text: 'card',
    blocks: [{ ...actions(button('open')), block_id: 'b' }],
  });
  const { viewId } = await press(slack, message, 'open');
  if (viewId === null) throw new Error('no modal came');
  return { slack, viewId };
}

it('opens a modal by a click and closes it by a submission', async () => {
  const heard: unknown[] = [];
  const { slack, viewId } = await withModal((app) =>
    app.view('reason', async ({ ack, view }) => {
      heard.push(view);
      await ack();
    }),
  );
  const result = await submit(slack.state, slack.socket, {
    user: 'UVIEWER',
    viewId,
    values: { why: 'planned work', choice: '4h' },
  });
  expect(result).toEqual({ acked: true, errors: {}, closed: true, viewId: null });
  expect(heard).toMatchObject([
    {
      private_metadata: 'silence-1',
      state: {
        values: {
          why: { text: { type: 'plain_text_input', value: 'planned work' } },
          howLong: {
            choice: {
              type: 'static_select',
              selected_option: { value: '4h', text: { text: '4 h' } },
            },
          },
        },
      },
    },
  ]);
});

it('keeps from the app what its client would not send', async () => {
  const { slack, viewId } = await withModal((app) =>
    app.view('reason', () => Promise.reject(new Error('was sent'))),
  );
  const result = await submit(slack.state, slack.socket, {
    user: 'UVIEWER',
    viewId,
    values: { why: 'no' },
  });
  expect(result).toEqual({
    acked: false,
    errors: {
      why: 'Must be at least 3 characters.',
      howLong: 'Please complete this required field.',
    },
    closed: false,
    viewId,
  });
  const strange = submit(slack.state, slack.socket, {
    user: 'UVIEWER',
    viewId,
    values: { choice: '9h' },
  });
  await expect(strange).rejects.toThrow('no option 9h');
});

it('shows the errors, updates, pushes and clears as the app says', async () => {
  const answers = [
    { response_action: 'errors' as const, errors: { why: 'Say more.' } },
    { response_action: 'push' as const, view: { ...reasonModal, title: plain('Second') } },
    { response_action: 'update' as const, view: { ...reasonModal, title: plain('Third') } },
    { response_action: 'clear' as const },
  ];
  const { slack, viewId } = await withModal((app) =>
    app.view('reason', async ({ ack }) => {
      const next = answers.shift();
      await (next === undefined ? ack() : ack(next));
    }),
  );
  const values = { why: 'planned', choice: '1h' };
  const send = (id: string) =>
    submit(slack.state, slack.socket, { user: 'UVIEWER', viewId: id, values });
  expect(await send(viewId)).toEqual({
    acked: true,
    errors: { why: 'Say more.' },
    closed: false,
    viewId,
  });
  const pushed = await send(viewId);
  expect(pushed.closed).toBe(false);
  expect(pushed.viewId).not.toBe(viewId);
  await expect(send(viewId)).rejects.toThrow('another modal lies upon this one');
  const second = pushed.viewId ?? '';
  expect(await send(second)).toMatchObject({ closed: false, viewId: second });
  expect(slack.state.views.find(second)?.title).toEqual(plain('Third'));
  expect(await send(second)).toEqual({ acked: true, errors: {}, closed: true, viewId: null });
});

it('tells the app of a closed modal where it asked to hear of it', async () => {
  const slack = await slackForTest();
  const closed: string[] = [];
  await boltApp(slack, (app) =>
    app.view({ type: 'view_closed', callback_id: 'reason' }, async ({ ack, view }) => {
      closed.push(view.private_metadata);
      await ack();
    }),
  );
  const view = slack.state.views.open(
    'UVIEWER',
    viewContent({ ...reasonModal, notify_on_close: true }),
  );
  await closeView(slack.state, slack.socket, { user: 'UVIEWER', viewId: view.id });
  expect(closed).toEqual(['silence-1']);
  expect(slack.state.views.stack('UVIEWER')).toEqual([]);
});
