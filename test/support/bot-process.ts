import { type ChildProcess, spawn } from 'node:child_process';
import { bareEnvironment, hartMain } from './hart-cli.ts';

/** The bot as a process that a test starts, kills and starts again. */
export interface Bot {
  /** Starts it; resolves at once. */
  start(): void;
  /** Ends it, as a power cut would unless told otherwise. Resolves with its exit code when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/** `write` gets everything that the bot says. */
export function botProcess(
  args: readonly string[],
  secrets: Readonly<Record<string, string>>,
  write: (text: string) => void,
): Bot {
  let child: ChildProcess | null = null;
  return {
    start() {
      child = spawn(process.execPath, [hartMain, 'run', ...args], {
        env: { ...bareEnvironment, ...secrets },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout?.on('data', (data: Buffer) => write(data.toString()));
      child.stderr?.on('data', (data: Buffer) => write(data.toString()));
    },
    async kill(signal = 'SIGKILL') {
      const ending = child;
      child = null;
      if (ending === null || ending.signalCode !== null) return null;
      if (ending.exitCode !== null) return ending.exitCode;
      const gone = new Promise<number | null>((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      return gone;
    },
  };
}
