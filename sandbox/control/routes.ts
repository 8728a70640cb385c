import { channels, findChannel, findUser, users } from '../slack/people.ts';
import { click } from '../slack/person/click.ts';
import { sendCommand } from '../slack/person/command.ts';
import { canSee } from '../slack/person/payload-parts.ts';
import { useShortcut } from '../slack/person/shortcut.ts';
import { submit } from '../slack/person/submit.ts';
import { closeView, openHome, say } from '../slack/person/talk.ts';
import { compareTs } from '../slack/timestamps.ts';
import type { Json, Message, User } from '../slack/types.ts';
import { parseIsoDuration } from './iso-duration.ts';
import { messageEntry, viewEntry } from './message-entry.ts';
import type { ControlPorts } from './ports.ts';
import { ControlRefusal } from './refusal.ts';
import * as requests from './requests.ts';
import { parseSince } from './since.ts';
import { setFault } from './world-faults.ts';

/** Text answers say so; everything else is JSON. */
export interface TextAnswer {
  readonly text: string;
  readonly type: string;
}

export type Route = (ports: ControlPorts, input: unknown) => unknown;

function person(id: string): User {
  const user = findUser(id);
  if (user === undefined || user.kind === 'bot')
    throw new ControlRefusal(404, `there is no person ${id}`);
  return user;
}

function listMessages({ slack }: ControlPorts, input: unknown): unknown {
  const { channel: id, user: userId, since, brief } = requests.parse(requests.messagesQuery, input);
  const channel = findChannel(id);
  if (channel === undefined) throw new ControlRefusal(404, `there is no conversation ${id}`);
  const user = userId === undefined ? null : person(userId);
  if (user !== null && !channel.members.includes(user.id)) {
    throw new ControlRefusal(403, `${user.id} is not in ${channel.id}`);
  }
  const seen = (message: Message) =>
    user === null ? message.ephemeralFor === null : canSee(user, message);
  const messages = slack.state.messages
    .list(channel.id)
    .filter(
      (message) => seen(message) && (since === undefined || compareTs(message.changed, since) > 0),
    );
  const entries = messages.map((message) => messageEntry(message, slack.state.origin));
  return { messages: brief === undefined ? entries : entries.map(withoutVersions) };
}

/** For who reads again and again: what a message said before is many times what it says now. */
function withoutVersions({ versions, ...entry }: Json): Json {
  return { ...entry, edits: Array.isArray(versions) ? versions.length : 0 };
}

async function command({ slack }: ControlPorts, input: unknown): Promise<unknown> {
  const result = await sendCommand(
    slack.state,
    slack.socket,
    requests.parse(requests.command, input),
  );
  return {
    ...result,
    reply: result.reply === null ? null : messageEntry(result.reply, slack.state.origin),
  };
}

function listViews({ slack }: ControlPorts, input: unknown): unknown {
  const user = person(requests.parse(requests.viewsQuery, input).user);
  const home = slack.state.views.home(user.id);
  const views = [...(home === undefined ? [] : [home]), ...slack.state.views.stack(user.id)];
  return { views: views.map(viewEntry) };
}

async function openHomeTab({ slack }: ControlPorts, input: unknown): Promise<unknown> {
  const { acked, ackMs } = await openHome(
    slack.state,
    slack.socket,
    requests.parse(requests.home, input).user,
  );
  return { acked, ackMs };
}

async function advanceClock({ world, slack }: ControlPorts, input: unknown): Promise<unknown> {
  const { advance } = requests.parse(requests.clock, input);
  const ms = parseIsoDuration(advance);
  if (ms === undefined)
    throw new ControlRefusal(400, `advance: "${advance}" is not an ISO 8601 duration, like PT6H`);
  const now = await world.advance(ms);
  slack.state.changes.emit('clock');
  return { now: new Date(now).toISOString() };
}

async function reset({ world, slack, statements }: ControlPorts): Promise<unknown> {
  await world.reset();
  slack.reset();
  slack.calls.clear();
  statements.clear();
  slack.state.changes.emit('faults');
  slack.state.changes.emit('clock');
  return { now: new Date(world.now()).toISOString() };
}

function listCalls({ slack }: ControlPorts, input: unknown): unknown {
  const { method, since } = requests.parse(requests.callsQuery, input);
  const from = parseSince(since);
  const wanted = slack.calls
    .list()
    .filter(
      (call) => (method === undefined || call.method === method) && Date.parse(call.at) > from,
    );
  return { calls: wanted };
}

function listStatements({ statements }: ControlPorts, input: unknown): unknown {
  const from = parseSince(requests.parse(requests.statementsQuery, input).since);
  const wanted = statements.list().filter(({ at }) => at > from);
  return { statements: wanted.map((each) => ({ ...each, at: new Date(each.at).toISOString() })) };
}

function text(content: string, type: string): TextAnswer {
  return { text: content, type: `${type}; charset=utf-8` };
}

/** Every call of the control API, by method and path. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /_sandbox/health': ({ health }) => health(),
  'GET /_sandbox/heartbeat': ({ heartbeat }) => {
    heartbeat.beat();
    return {};
  },
  'GET /_sandbox/heartbeats': ({ heartbeat }) => ({ heartbeats: heartbeat.list() }),
  'GET /_sandbox/config': ({ config }) => text(config(), 'text/yaml'),
  'GET /_sandbox/env': ({ env }) => text(env(), 'text/plain'),
  'GET /_sandbox/users': () => ({ users: users.filter(({ kind }) => kind !== 'bot') }),
  'GET /_sandbox/channels': () => ({ channels }),
  'GET /_sandbox/messages': listMessages,
  'GET /_sandbox/views': listViews,
  'GET /_sandbox/world': ({ world }) => ({ faults: world.faults() }),
  'GET /_sandbox/contents': async ({ world }) => ({ contents: (await world.contents?.()) ?? [] }),
  'GET /_sandbox/clock': ({ world }) => ({ now: new Date(world.now()).toISOString() }),
  'GET /_sandbox/calls': listCalls,
  'GET /_sandbox/statements': listStatements,
  'DELETE /_sandbox/calls': ({ slack }) => {
    slack.calls.clear();
    return {};
  },
  'DELETE /_sandbox/statements': ({ statements }) => {
    statements.clear();
    return {};
  },
  'POST /_sandbox/command': command,
  'POST /_sandbox/click': ({ slack }, input) =>
    click(slack.state, slack.socket, requests.parse(requests.click, input)),
  'POST /_sandbox/shortcut': ({ slack }, input) =>
    useShortcut(slack.state, slack.socket, requests.parse(requests.shortcut, input)),
  'POST /_sandbox/submit': ({ slack }, input) =>
    submit(slack.state, slack.socket, requests.parse(requests.submit, input)),
  'POST /_sandbox/close': ({ slack }, input) =>
    closeView(slack.state, slack.socket, requests.parse(requests.close, input)),
  'POST /_sandbox/home': openHomeTab,
  'POST /_sandbox/message': ({ slack }, input) =>
    messageEntry(
      say(slack.state, slack.socket, requests.parse(requests.message, input)),
      slack.state.origin,
    ),
  'POST /_sandbox/world': (ports, input) => setFault(ports, requests.parse(requests.world, input)),
  'POST /_sandbox/clock': advanceClock,
  'POST /_sandbox/reset': reset,
};
