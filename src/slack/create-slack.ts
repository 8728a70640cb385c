import { App, HTTPReceiver } from '@slack/bolt';
import type { WebClient, WebClientOptions } from '@slack/web-api';
import type { Place } from '../domain/incident.ts';
import type { Logger } from '../domain/logger.ts';
import type { Content, Sender } from '../domain/message.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import { createHomeTabs, type HomePace } from './app-home.ts';
import { fit } from './blocks/block-limits.ts';
import { markSandbox } from './blocks/mark-sandbox.ts';
import { commands } from './commands/commands.ts';
import { createDirectory } from './directory.ts';
import { createDispatch } from './dispatch.ts';
import { createGate } from './gate.ts';
import { isAckedEmpty, listen } from './listen.ts';
import { createSender } from './sender.ts';
import type { SlackServices } from './services.ts';
import { slackLogger } from './slack-logger.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import { createDirectUpload, createUpload } from './upload-file.ts';
import { createViewMemory } from './view-memory.ts';
import { createWebClient, webClientOptions } from './web-client.ts';
import { createWorkspace } from './workspace.ts';

export interface SlackOptions {
  readonly mode: 'socket' | 'http';
  readonly tokens: {
    readonly bot: string;
    /** Socket Mode only. */
    readonly app?: string;
    /** HTTP mode only. */
    readonly signingSecret?: string;
  };
  /** HTTP mode only: where Slack's requests arrive. */
  readonly http?: { readonly host: string; readonly port: number };
  /** Another Slack than slack.com: the sandbox. */
  readonly apiUrl?: string;
  readonly logger: Logger;
  readonly services: SlackServices;
  readonly now: () => Instant;
  /** Two when left out. */
  readonly sockets?: number;
  /** Pauses between attempts to connect. */
  readonly reconnect?: { readonly first: Duration; readonly longest: Duration };
  /** How long a socket may be without a sign of Slack. */
  readonly silence?: Duration;
  /** How Home tabs are kept fresh. */
  readonly home?: HomePace;
}

/** How the connection to Slack is. */
export interface SlackState {
  /** Commands arrive: a socket is up, or the HTTP server listens. */
  readonly connected: boolean;
  readonly sockets: number;
  readonly socketsWanted: number;
  /** When Slack was last heard of. */
  readonly lastPing: Instant | null;
  /** Why something is wrong; null when nothing is. */
  readonly trouble: string | null;
}

export interface SlackPart {
  /**
   * Begins to connect; resolves before there is a connection and never fails for want of one. In HTTP mode it fails when
   * its port is taken.
   */
  start(): Promise<void>;
  /** Takes nothing new, lets what is under way end for a few seconds. */
  stop(): Promise<void>;
  readonly sender: Sender;
  state(): SlackState;
  /** The address of a message; null until Slack has said its own. */
  link(place: Place): string | null;
  /** What Home tabs show has changed. */
  homeChanged(): void;
  readonly client: WebClient;
}

/** The Slack part: Bolt, its connections, every command and button, and the sender that the outbox uses. */
export function createSlack(options: SlackOptions): SlackPart {
  const { services, now, tokens } = options;
  const logger = options.logger.child({ part: 'slack' });
  const sdkLogger = slackLogger(logger);
  const clientOptions = webClientOptions(options.apiUrl);
  const client = createWebClient(tokens.bot, options.apiUrl, logger);
  const { authority, sandbox } = services.facts;
  const finish = (content: Content): Content => fit(sandbox ? markSandbox(content) : content);
  const workspace = createWorkspace(client, authority.teamId, logger);
  const directory = createDirectory(client, now);
  const gate = createGate(authority, directory);
  const views = createViewMemory(now);
  const link = (place: Place): string | null => workspace.link(place);
  const upload = createUpload(client, sandbox);
  const sendFile = createDirectUpload(client, sandbox);
  const dispatch = createDispatch({
    services,
    gate,
    views,
    commands,
    upload,
    sendFile,
    link,
    logger,
    now,
  });
  const { receiver, transport } = createReceiver(options, clientOptions, logger, sdkLogger);
  const app = new App({
    receiver,
    logger: sdkLogger,
    clientOptions,
    // Known without asking: an order must not wait for auth.test.
    authorize: () => Promise.resolve({ botToken: tokens.bot }),
    ignoreSelf: false,
    // Bolt's memory of conversations, which nothing here uses: it throws an error within for each thing that comes.
    convoStore: false,
  });
  const home = createHomeTabs({
    client,
    services,
    gate,
    link,
    logger,
    now,
    ...(options.home === undefined ? {} : { pace: options.home }),
  });
  const busy = listen(app, {
    home,
    services,
    gate,
    directory,
    views,
    dispatch,
    client,
    link,
    logger,
    now,
    finish,
  });
  const stopping = new AbortController();
  let started = false;

  return {
    async start() {
      void workspace.learn(stopping.signal);
      if (options.mode === 'socket') await app.start();
      else await app.start(options.http ?? { host: '127.0.0.1', port: 3000 });
      started = true;
      home.start().catch((error: unknown) => {
        logger.error({ err: error }, 'The store did not say whose Home tabs were open');
      });
    },
    async stop() {
      stopping.abort();
      home.stop();
      started = false;
      await app.stop();
      await busy.settle(3 * SECOND);
    },
    sender: createSender({ client, logger, finish }),
    state: () => {
      const { trouble, connected, ...rest } = transport();
      return { ...rest, connected: started && connected, trouble: workspace.trouble() ?? trouble };
    },
    link,
    homeChanged: () => home.changed(),
    client,
  };
}

function createReceiver(
  { mode, tokens, now, sockets = 2, reconnect, silence }: SlackOptions,
  clientOptions: WebClientOptions,
  logger: Logger,
  sdkLogger: ReturnType<typeof slackLogger>,
) {
  if (mode === 'http') {
    const receiver = new HTTPReceiver({
      signingSecret: tokens.signingSecret ?? '',
      logger: sdkLogger,
    });
    const state = { sockets: 0, socketsWanted: 0, lastPing: null, trouble: null };
    return { receiver, transport: () => ({ connected: true, ...state }) };
  }
  const receiver = createSocketReceiver({
    appToken: tokens.app ?? '',
    clientOptions,
    slackLogger: sdkLogger,
    logger,
    now,
    isAckedEmpty,
    sockets,
    ...(reconnect === undefined ? {} : { pause: reconnect }),
    ...(silence === undefined ? {} : { silence }),
  });
  const transport = () => {
    const { sockets: up, wanted, lastPing, trouble } = receiver.state();
    return { connected: up > 0, sockets: up, socketsWanted: wanted, lastPing, trouble };
  };
  return { receiver, transport };
}
