import { randomBytes } from 'node:crypto';
import { type BotProcess, startBot } from './bot-process.ts';
import { createCertificate } from './certificate.ts';
import { configText, envText, secretVariables } from './config-text.ts';
import { createControl } from './control/control.ts';
import type { Health, PageHandler } from './control/ports.ts';
import type { Passwords, StartDeployment } from './deployment-port.ts';
import { createConfigPlace } from './files.ts';
import { createHealth } from './health.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createPage } from './page/page.ts';
import { freePort, listenOrExplain } from './ready.ts';
import { onSignals } from './signals.ts';
import { type Slack, startSlack } from './slack/slack.ts';
import type { Logger } from './slack/types.ts';

/** The page's port unless another is asked for. */
const usualPort = 7717;

export interface SandboxOptions {
  /** Of the page and the control API; 0 takes any free one. */
  readonly port?: number;
  /** A directory to write the configuration and its secrets into, and to leave them there. */
  readonly write?: string | null;
  readonly bot?: SandboxBot | null;
  readonly log: Logger;
  /** Slack's own limits a method; on unless a test needs otherwise. */
  readonly rateLimits?: boolean;
  /** End with SIGINT and SIGTERM, the bot first. On when a bot is started. */
  readonly signals?: boolean;
  readonly startDeployment?: StartDeployment;
  readonly page?: PageHandler;
}

/** A bot to start with the sandbox. `{config}` in the command stands for the configuration's file. */
export interface SandboxBot {
  readonly command: readonly string[];
  /** What it writes, instead of showing it. */
  readonly onOutput?: (text: string) => void;
}

export interface Sandbox {
  /** Of the page: `http://127.0.0.1:7717/`. */
  readonly url: string;
  readonly port: number;
  readonly slack: Slack;
  readonly passwords: Passwords;
  readonly config: string;
  readonly configFile: string;
  readonly envFile: string;
  readonly secrets: Readonly<Record<string, string>>;
  health(): Promise<Health>;
  /** Ends the bot, then everything else. */
  close(): Promise<void>;
  /** Settles when the sandbox has been closed. */
  readonly closed: Promise<void>;
}

/** How long the bot may take to end when the sandbox is closed: milliseconds. */
const botPatience = 10_000;

function password(): string {
  return `Sb1-${randomBytes(12).toString('base64url')}`;
}

/**
 * Starts the simulated deployment, the local Slack, the control API and, where asked, the bot. Rejects with an Error
 * that says what to do when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const closers: (() => unknown)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return await start(options, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(
  options: SandboxOptions,
  closers: (() => unknown)[],
  closeAll: () => Promise<void>,
): Promise<Sandbox> {
  const { log, bot = null } = options;
  const place = await createConfigPlace(options.write ?? null);
  closers.push(() => place.remove());
  const slack = await startSlack({ log, rateLimits: options.rateLimits ?? true });
  closers.push(() => slack.close());
  const passwords: Passwords = {
    reader: password(),
    operator: password(),
    sa: password(),
    neo4j: password(),
  };
  const startDeployment =
    options.startDeployment ?? (await import('./deployment.ts')).startDeployment;
  const deployment = await startDeployment({
    passwords,
    certificate: await createCertificate(),
    log,
  });
  closers.push(() => deployment.close());
  const botHttp = await freePort();
  let config = '';
  const configAt = (port: number) =>
    configText({
      heartbeat: `http://127.0.0.1:${port}/_sandbox/heartbeat`,
      sqlServer: deployment.sqlServer.port,
      neo4j: deployment.neo4j.port,
      neo4jHome: deployment.neo4j.home ?? null,
      api: deployment.api,
      slackApiUrl: slack.apiUrl,
      botHttp,
      store: place.store,
      terminal: place.terminal,
    });
  const secrets = secretVariables({
    readerPassword: passwords.reader,
    operatorPassword: passwords.operator,
    neo4jPassword: passwords.neo4j,
    slackBotToken: slack.tokens.bot,
    slackAppToken: slack.tokens.app,
    secretKey: randomBytes(32).toString('base64'),
  });
  const heartbeat = createHeartbeats(() => deployment.world.now());
  let started: BotProcess | null = null;
  const health = createHealth({ slack, deployment, withBot: bot !== null, bot: () => started });
  const control = createControl({
    slack,
    world: deployment.world,
    statements: deployment.statements,
    health,
    heartbeat,
    config: () => config,
    env: () => envText(secrets),
    page: options.page ?? createPage(),
    log,
  });
  const port = await listenOrExplain(control, options.port ?? usualPort);
  closers.push(() => {
    control.closeAllConnections();
    control.close();
  });
  config = configAt(port);
  await place.write(config, envText(secrets));
  if (bot !== null) {
    const process = startBot({
      command: bot.command,
      configFile: place.configFile,
      secrets,
      log,
      readyUrl: `http://127.0.0.1:${botHttp}/readyz`,
      onChange: () => slack.state.changes.emit('bot'),
      onOutput: bot.onOutput,
    });
    started = process;
    closers.push(() => process.stop(botPatience));
  }
  const { promise: closed, resolve: settle } = Promise.withResolvers<void>();
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= closeAll().finally(settle);
    return closing;
  };
  if (options.signals ?? bot !== null) closers.unshift(onSignals(close, log));
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    slack,
    passwords,
    config,
    configFile: place.configFile,
    envFile: place.envFile,
    secrets,
    health,
    close,
    closed,
  };
}
