import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFailed } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { StartDeployment } from '../../sandbox/deployment-port.ts';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { silent } from '../sandbox/slack/quiet-log.ts';
import { type Bot, botProcess } from './bot-process.ts';
import { type Control, controlClient, type Message } from './control-client.ts';
import { eventually } from './eventually.ts';
import { hartMain } from './hart-cli.ts';
import { complaintsAbout } from './slack-rules.ts';

const anObject = z.record(z.string(), z.unknown());
type Config = z.infer<typeof anObject>;

export interface DeploymentOptions {
  /** `demo`: started by the sandbox, as `hart demo` does. `own`: by the test, which may kill it. Default: none. */
  readonly bot?: 'demo' | 'own';
  /** Further arguments of the bot. `{url}` stands for the sandbox's address. */
  readonly args?: readonly string[];
  /** Changes the configuration before an own bot starts with it. */
  readonly configure?: (config: Config) => Config;
  readonly secrets?: Readonly<Record<string, string>>;
  /** In place of the sandbox's own way, for who wants to reach into its world. */
  readonly startDeployment?: StartDeployment;
}

/** A pace at which a test need not wait long: for `configure`. */
export function quickPace(config: Config): Config {
  return {
    ...config,
    checks: { interval: '2s', for: '4s', keepFiringFor: '4s' },
    alerting: {
      ...anObject.parse(config['alerting']),
      groupWait: '1s',
      groupInterval: '2s',
    },
  };
}

/** A sandbox with a bot, as a person has it before them. */
export interface Deployment {
  readonly sandbox: Sandbox;
  readonly control: Control;
  readonly bot: Bot;
  /** Holds the configuration, the store and the bot's output. */
  readonly directory: string;
  readonly configFile: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Everything that the bot has said. */
  output(): string;
  /** Waits until the bot is connected and every check has run. */
  ready(): Promise<void>;
  /** What is wrong with any message in any conversation. */
  complaints(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Who may look into which conversation: together they see every message there is. */
const eyes = [
  ...['UVIEWER', 'UOPERATOR', 'UAPPROVER1', 'UADMIN', 'UGUEST', 'UOUTSIDER'].map((user) => ({
    channel: 'COPS',
    user,
  })),
  { channel: 'CAUDIT', user: 'UADMIN' },
];

export async function deploy(options: DeploymentOptions = {}): Promise<Deployment> {
  const directory = await mkdtemp(join(tmpdir(), 'hart-e2e-'));
  const log = join(directory, 'bot.log');
  let said = '';
  const write = (text: string) => {
    said += text;
    void appendFile(log, text).catch(() => undefined);
  };
  const sandbox = await startSandbox({
    port: 0,
    log: silent,
    signals: false,
    ...(options.startDeployment === undefined ? {} : { startDeployment: options.startDeployment }),
    ...(options.bot === 'demo'
      ? {
          bot: {
            command: [process.execPath, hartMain, 'run', '--config', '{config}'],
            onOutput: write,
          },
        }
      : {}),
  });
  const control = controlClient(sandbox.url);
  const configFile = join(directory, 'hart.yml');
  const secrets = { ...sandbox.secrets, ...options.secrets };
  await mkdir(join(directory, 'data'));
  const config: Config = {
    ...anObject.parse(parse(sandbox.config)),
    store: `sqlite:${join(directory, 'data', 'hart.db')}`,
  };
  await writeFile(configFile, stringify(options.configure?.(config) ?? config));
  const args = (options.args ?? []).map((each) => each.replace('{url}', sandbox.url));
  const bot = botProcess(['--config', configFile, ...args], secrets, write);
  if (options.bot === 'own') bot.start();
  const readyz = z.object({ http: z.object({ port: z.number() }) }).parse(config).http.port;
  return {
    sandbox,
    control,
    bot,
    directory,
    configFile,
    secrets,
    output: () => said,
    ready: () =>
      eventually(async () => {
        const { status } = await fetch(`http://127.0.0.1:${readyz}/readyz`);
        if (status !== 200) throw new Error(`the bot is not ready:\n${said.slice(-4000)}`);
      }, 90_000),
    async complaints() {
      const seen = new Map<string, Message>();
      for (const eye of eyes)
        for (const message of await control.messages(eye)) seen.set(message.ts, message);
      return complaintsAbout([...seen.values()]);
    },
    async close() {
      await bot.kill();
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Shows what the bot said last when the present test fails. */
export function showOutputOnFailure(deployment: Deployment): void {
  onTestFailed(({ task }) => {
    process.stderr.write(
      `The bot's output in "${task.name}":\n${deployment.output().slice(-6000)}\n`,
    );
  });
}
