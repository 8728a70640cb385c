import { beforeAll, describe, expect, it, test } from 'vitest';
import { type Slack, startSlack } from '../../../sandbox/slack/slack.ts';
import { actions, button, call, plain, silent } from './harness.ts';

let slack: Slack;
let own: string;
let others: string;
let rich: string;
let whispered: string;

beforeAll(async () => {
  slack = await startSlack({ log: silent });
  const { messages, views } = slack.state;
  own = messages.add({ channel: 'COPS', user: 'UHART', text: 'mine' }).ts;
  others = messages.add({ channel: 'COPS', user: 'UVIEWER', text: 'theirs' }).ts;
  rich = messages.add({
    channel: 'COPS',
    user: 'UHART',
    text: 'rich',
    blocks: [{ type: 'rich_text', block_id: 'r', elements: [] }],
  }).ts;
  whispered = messages.add({
    channel: 'COPS',
    user: 'UHART',
    text: 'psst',
    ephemeralFor: 'UVIEWER',
  }).ts;
  views.clear();
  return () => slack.close();
});

const modal = { type: 'modal', title: plain('t'), blocks: [] };
const letters = (count: number) => 'x'.repeat(count);
const section = { type: 'section', text: { type: 'mrkdwn', text: letters(3000) } };
const post = (extra: object) => ({ channel: 'COPS', text: 't', ...extra });

describe('what Slack refuses, and how it says so', () => {
  const cases: readonly [method: string, args: () => object, error: string][] = [
    ['chat.postMessage', () => ({ text: 't' }), 'invalid_arguments'],
    ['chat.postMessage', () => post({ channel: 'CNONE' }), 'channel_not_found'],
    ['chat.postMessage', () => ({ channel: 'COPS' }), 'no_text'],
    ['chat.postMessage', () => ({ channel: 'COPS', text: '', blocks: [] }), 'no_text'],
    ['chat.postMessage', () => post({ blocks: '{' }), 'invalid_blocks_format'],
    ['chat.postMessage', () => post({ blocks: {} }), 'invalid_blocks_format'],
    ['chat.postMessage', () => post({ blocks: [{ type: 'nothing' }] }), 'invalid_blocks'],
    [
      'chat.postMessage',
      () => post({ blocks: Array.from({ length: 5 }, () => section) }),
      'msg_blocks_too_long',
    ],
    [
      'chat.postMessage',
      () => post({ attachments: Array.from({ length: 101 }, () => ({ text: 'a' })) }),
      'too_many_attachments',
    ],
    ['chat.postMessage', () => post({ attachments: 'x' }), 'invalid_attachments'],
    ['chat.postMessage', () => post({ thread_ts: '1.000001' }), 'thread_not_found'],
    ['chat.postMessage', () => post({ metadata: { event_type: 'x' } }), 'invalid_metadata_format'],
    [
      'chat.postMessage',
      () => post({ metadata: { event_type: 'x', event_payload: { v: letters(15_000) } } }),
      'metadata_too_large',
    ],
    ['chat.postMessage', () => post({ markdown_text: 'm' }), 'markdown_text_conflict'],
    ['chat.update', () => post({ ts: others }), 'cant_update_message'],
    ['chat.update', () => post({ ts: whispered }), 'message_not_found'],
    ['chat.update', () => post({ ts: '1.000001' }), 'message_not_found'],
    ['chat.update', () => post({ ts: own, text: letters(4001) }), 'msg_too_long'],
    ['chat.update', () => post({ ts: rich, blocks: [actions(button('b'))] }), 'block_mismatch'],
    ['chat.update', () => ({ channel: 'COPS', ts: own }), 'no_text'],
    ['chat.delete', () => ({ channel: 'COPS', ts: others }), 'cant_delete_message'],
    ['chat.postEphemeral', () => post({ user: 'UNONE' }), 'user_not_found'],
    [
      'chat.postEphemeral',
      () => post({ channel: 'CAUDIT', user: 'UGUEST' }),
      'user_not_in_channel',
    ],
    ['chat.getPermalink', () => ({ channel: 'COPS', message_ts: '1.000001' }), 'message_not_found'],
    ['views.open', () => ({ trigger_id: 'nonsense', view: modal }), 'invalid_trigger_id'],
    [
      'views.open',
      () => ({ trigger_id: 'nonsense', view: { type: 'modal' } }),
      'invalid_arguments',
    ],
    ['views.open', () => ({ trigger_id: 'nonsense' }), 'invalid_arguments'],
    [
      'views.open',
      () => ({ trigger_id: 'nonsense', view: { ...modal, private_metadata: letters(250_001) } }),
      'view_too_large',
    ],
    ['views.update', () => ({ view_id: 'VNONE', view: modal }), 'not_found'],
    [
      'views.publish',
      () => ({ user_id: 'UNONE', view: { type: 'home', blocks: [] } }),
      'user_not_found',
    ],
    ['views.publish', () => ({ user_id: 'UVIEWER', view: modal }), 'invalid_arguments'],
    ['conversations.info', () => ({ channel: 'CNONE' }), 'channel_not_found'],
    ['conversations.replies', () => ({ channel: 'COPS', ts: '1.000001' }), 'thread_not_found'],
    ['conversations.open', () => ({ users: 'UNONE' }), 'user_not_found'],
    ['users.info', () => ({ user: 'UNONE' }), 'user_not_found'],
    ['usergroups.users.list', () => ({ usergroup: 'SNONE' }), 'no_such_subteam'],
    [
      'reactions.add',
      () => ({ channel: 'COPS', timestamp: own, name: 'not a name' }),
      'invalid_name',
    ],
    ['reactions.remove', () => ({ channel: 'COPS', timestamp: own, name: 'eyes' }), 'no_reaction'],
    ['files.getUploadURLExternal', () => ({ filename: 'f', length: 0 }), 'file_upload_size_zero'],
    ['files.completeUploadExternal', () => ({ files: [{ id: 'FNONE' }] }), 'file_not_found'],
    ['blocks.validate', () => ({}), 'invalid_arguments'],
    ['blocks.validate', () => ({ blocks: [{ type: 'nothing' }] }), 'invalid_blocks'],
    ['blocks.validate', () => ({ view: { type: 'modal' } }), 'invalid_arguments'],
    ['files.upload', () => ({}), 'unknown_method'],
    ['apps.connections.open', () => ({}), 'not_allowed_token_type'],
  ];

  test.each(cases)('%s → %#', async (method, args, error) => {
    expect(await call(slack, method, args())).toMatchObject({ ok: false, error });
  });

  it('names the place in the messages, in Slack’s words', async () => {
    const answer = await call(
      slack,
      'chat.postMessage',
      post({ blocks: [{ type: 'header', text: plain(letters(151)) }] }),
    );
    expect(answer['response_metadata']).toEqual({
      messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    });
  });
});

describe('tokens', () => {
  test.each([
    ['wrong', 'auth.test', 'invalid_auth'],
    ['xapp-sandbox-not-a-real-token', 'auth.test', 'not_allowed_token_type'],
  ])('%s at %s is %s', async (token, method, error) => {
    expect(await call(slack, method, {}, token)).toMatchObject({ ok: false, error });
  });

  it('missing is not_authed', async () => {
    const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ ok: false, error: 'not_authed' });
  });

  it('says which scope is missing', async () => {
    const poor = await startSlack({ log: silent, scopes: ['chat:write'] });
    try {
      const answer = await call(poor, 'users.info', { user: 'UVIEWER' });
      expect(answer).toEqual({
        ok: false,
        error: 'missing_scope',
        needed: 'users:read',
        provided: 'chat:write',
      });
    } finally {
      await poor.close();
    }
  });
});

it('cuts a posted text at 40,000 characters, as Slack does', async () => {
  const { ts } = await call(slack, 'chat.postMessage', post({ text: letters(40_001) }));
  expect(slack.state.messages.find('COPS', String(ts))?.text).toHaveLength(40_000);
});

it('takes blocks away when an edit gives text alone, keeps metadata, and takes it away when told to', async () => {
  const metadata = { event_type: 'hart', event_payload: { key: 'k' } };
  const { ts } = await call(
    slack,
    'chat.postMessage',
    post({ metadata, blocks: [actions(button('b'))] }),
  );
  await call(slack, 'chat.update', post({ ts, text: 'new' }));
  const message = slack.state.messages.find('COPS', String(ts));
  expect(message).toMatchObject({ text: 'new', blocks: [], metadata });
  await call(slack, 'chat.update', post({ ts, metadata: {} }));
  expect(message?.metadata).toBeNull();
});
