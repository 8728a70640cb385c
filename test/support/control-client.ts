import { z } from 'zod';

const block = z.looseObject({ type: z.string() });

const message = z.object({
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: z.array(block),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.looseObject({}) }).optional(),
  ephemeral: z.boolean(),
  deleted: z.boolean(),
  versions: z.array(z.object({ at: z.string(), text: z.string(), blocks: z.array(block) })),
});

const call = z.object({
  at: z.string(),
  method: z.string(),
  args: z.record(z.string(), z.unknown()),
  status: z.number(),
  retryAfter: z.number().nullable(),
  answer: z.unknown(),
});

const statement = z.object({
  at: z.string(),
  target: z.string(),
  text: z.string(),
  error: z.unknown(),
});

const acked = z.object({ acked: z.boolean(), ackMs: z.number().nullable() });
const health = z.object({ ready: z.boolean(), bot: z.string() });

/** A message as a person's client shows it. */
export type Message = z.infer<typeof message>;
/** A call of Slack's Web API, as the sandbox received it. */
export type Call = z.infer<typeof call>;

const view = z.object({ viewId: z.string(), type: z.string(), blocks: z.array(block) });
const submitted = z.object({ acked: z.boolean(), errors: z.record(z.string(), z.string()) });

/** The sandbox's control API. */
export interface Control {
  command(user: string, text: string, channel?: string): Promise<z.infer<typeof acked>>;
  click(where: {
    readonly user: string;
    readonly ts: string;
    readonly actionId: string;
    /** Which of several buttons of one action. */
    readonly value?: string;
    readonly channel?: string;
  }): Promise<unknown>;
  /** Chooses in a dialog, which may be drawn anew for it. */
  choose(where: {
    readonly user: string;
    readonly viewId: string;
    readonly blockId: string;
    readonly actionId: string;
    readonly value: string;
  }): Promise<unknown>;
  /** The person's Home tab, if it is there, and their dialogs, the one in front last. */
  views(user: string): Promise<readonly z.infer<typeof view>[]>;
  submit(
    user: string,
    viewId: string,
    values: Readonly<Record<string, string>>,
  ): Promise<z.infer<typeof submitted>>;
  openHome(user: string): Promise<unknown>;
  /** As this person's client sees the channel; without a person, what everybody sees. */
  messages(query?: {
    readonly channel?: string;
    readonly user?: string;
    readonly since?: string;
  }): Promise<readonly Message[]>;
  fault(
    name: string,
    on: boolean,
    given?: Readonly<Record<string, string | number>>,
  ): Promise<unknown>;
  advance(duration: string): Promise<unknown>;
  reset(): Promise<unknown>;
  calls(method?: string): Promise<readonly Call[]>;
  forgetCalls(): Promise<unknown>;
  statements(): Promise<readonly z.infer<typeof statement>[]>;
  health(): Promise<z.infer<typeof health>>;
}

/** Speaks to a sandbox at `url`; whatever it refuses is thrown. */
export function controlClient(url: string): Control {
  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}_sandbox/${path}`, init);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    command: async (user, text, channel = 'COPS') =>
      acked.parse(await ask('POST', 'command', { user, channel, text })),
    click: ({ channel = 'COPS', ...rest }) => ask('POST', 'click', { channel, ...rest }),
    choose: (where) => ask('POST', 'click', where),
    views: async (user) =>
      z.object({ views: z.array(view) }).parse(await ask('GET', `views?user=${user}`)).views,
    submit: async (user, viewId, values) =>
      submitted.parse(await ask('POST', 'submit', { user, viewId, values })),
    openHome: (user) => ask('POST', 'home', { user }),
    messages: async ({ channel = 'COPS', ...rest } = {}) => {
      const query = new URLSearchParams({ channel, ...rest }).toString();
      return z.object({ messages: z.array(message) }).parse(await ask('GET', `messages?${query}`))
        .messages;
    },
    fault: (fault, on, given = {}) => ask('POST', 'world', { fault, on, with: given }),
    advance: (duration) => ask('POST', 'clock', { advance: duration }),
    reset: () => ask('POST', 'reset', {}),
    calls: async (method) => {
      const query = method === undefined ? '' : `?method=${method}`;
      return z.object({ calls: z.array(call) }).parse(await ask('GET', `calls${query}`)).calls;
    },
    forgetCalls: () => ask('DELETE', 'calls'),
    statements: async () =>
      z.object({ statements: z.array(statement) }).parse(await ask('GET', 'statements')).statements,
    health: async () => health.parse(await ask('GET', 'health')),
  };
}
