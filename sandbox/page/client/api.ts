import type {
  Channel,
  ClickAnswer,
  CommandAnswer,
  FaultState,
  Given,
  Health,
  Holding,
  Message,
  SubmitAnswer,
  User,
  View,
} from './wire.ts';

/** A call of the control API. Rejects with an Error whose message a person can read. */
async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer: T & { readonly error?: string } = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `the sandbox answered ${response.status}`);
  return answer;
}

const query = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();

/** Where an element stands: in a message, or in a view. */
export type Spot = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

export const api = {
  users: () => call<{ readonly users: readonly User[] }>('GET', 'users'),
  channels: () => call<{ readonly channels: readonly Channel[] }>('GET', 'channels'),
  health: () => call<Health>('GET', 'health'),
  contents: () => call<{ readonly contents: readonly Holding[] }>('GET', 'contents'),
  faults: () => call<{ readonly faults: readonly FaultState[] }>('GET', 'world'),
  clock: () => call<{ readonly now: string }>('GET', 'clock'),
  config: async () => (await fetch('/_sandbox/config')).text(),
  messages: (channel: string, user: string) =>
    call<{ readonly messages: readonly Message[] }>(
      'GET',
      `messages?${query({ channel, user, brief: '1' })}`,
    ),
  views: (user: string) =>
    call<{ readonly views: readonly View[] }>('GET', `views?${query({ user })}`),
  command: (user: string, channel: string, text: string) =>
    call<CommandAnswer>('POST', 'command', { user, channel, text }),
  say: (user: string, channel: string, text: string, thread: string | null) =>
    call<Message>('POST', 'message', {
      user,
      channel,
      text,
      ...(thread === null ? {} : { thread_ts: thread }),
    }),
  click: (
    user: string,
    spot: Spot,
    element: { readonly actionId: string; readonly blockId: string; readonly value?: Given },
  ) => call<ClickAnswer>('POST', 'click', { user, ...spot, ...element }),
  shortcut: (user: string, channel: string, ts: string, callbackId: string) =>
    call<ClickAnswer>('POST', 'shortcut', { user, channel, ts, callbackId }),
  submit: (user: string, viewId: string, values: Readonly<Record<string, Given>>) =>
    call<SubmitAnswer>('POST', 'submit', { user, viewId, values }),
  close: (user: string, viewId: string) => call<object>('POST', 'close', { user, viewId }),
  home: (user: string) => call<ClickAnswer>('POST', 'home', { user }),
  setFault: (fault: string, on: boolean, given: Readonly<Record<string, unknown>>) =>
    call<FaultState>('POST', 'world', { fault, on, with: given }),
  advance: (duration: string) =>
    call<{ readonly now: string }>('POST', 'clock', { advance: duration }),
  reset: () => call<{ readonly now: string }>('POST', 'reset', {}),
};
