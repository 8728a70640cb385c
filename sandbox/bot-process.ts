import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from './slack/types.ts';

export interface BotProcessOptions {
  /** `{config}` stands for the configuration's file. */
  readonly command: readonly string[];
  readonly configFile: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly log: Logger;
  /** Where the bot answers `/readyz`. */
  readonly readyUrl: string;
  readonly onChange: () => void;
  /** What it writes, instead of showing it. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface BotProcess {
  readonly pid: number | null;
  /** False from the moment it has ended; it is never started again. */
  running(): boolean;
  /** Whether `/readyz` says that it is connected and has done one full cycle. */
  ready(): Promise<boolean>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, insists after `patience` milliseconds, and answers when it is gone. */
  stop(patience: number): Promise<void>;
}

const guard = fileURLToPath(new URL('bot-guard.ts', import.meta.url));

/** The variables of this process without those that would configure another bot. */
function inherited(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(HART|SLACK)_/.test(name));
  return Object.fromEntries(entries);
}

/** Starts the bot as a process of its own that ends with this one. */
export function startBot(options: BotProcessOptions): BotProcess {
  const { log, onOutput } = options;
  const command = options.command.map((part) => part.replaceAll('{config}', options.configFile));
  const output = onOutput === undefined ? 'inherit' : 'pipe';
  // A group of its own: Ctrl-C in a terminal reaches it once, through us.
  const child: ChildProcess = spawn(process.execPath, [guard, ...command], {
    env: { ...inherited(), ...options.secrets, HART_CONFIG: options.configFile },
    stdio: ['pipe', output, output],
    detached: true,
  });
  child.stdout?.on('data', (data: Buffer) => onOutput?.(data.toString()));
  child.stderr?.on('data', (data: Buffer) => onOutput?.(data.toString()));
  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => log.error({ err: error }, 'the bot could not be started'));
    child.on('exit', (code, signal) => {
      if (!stopping)
        log.error({ code, signal }, 'SANDBOX: the bot has ended; it is not started again');
      options.onChange();
      resolve();
    });
  });
  const running = () =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  return {
    pid: child.pid ?? null,
    running,
    async ready() {
      if (!running()) return false;
      try {
        const response = await fetch(options.readyUrl, { signal: AbortSignal.timeout(1000) });
        await response.body?.cancel();
        return response.status === 200;
      } catch {
        return false;
      }
    },
    signal(signal) {
      if (running()) child.kill(signal);
    },
    async stop(patience) {
      stopping = true;
      if (!running()) return;
      child.kill('SIGTERM');
      // The guard insists with the bot; the end of its standard input is how it learns that nobody waits any more.
      const insist = setTimeout(() => child.stdin?.end(), patience);
      const force = setTimeout(() => killGroup(child.pid), patience + 1000);
      await ended;
      clearTimeout(insist);
      clearTimeout(force);
    },
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended between the timer and now.
  }
}
