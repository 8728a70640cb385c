import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A process of its own that belongs to a bench. */
export interface Programme {
  readonly pid: number;
  /** Resolves when its output matches; rejects with the end of its output when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Throws with the end of its output if it has ended. */
  mustRun(): void;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a file of this repository with this Node. Nothing of our own configuration reaches it. */
export function runProgramme(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Programme {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(HART|SLACK)_/.test(name));
  const child: ChildProcess = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const heard = (data: Buffer) => {
    // Only the end is of use, and this must not grow beside what is measured.
    output = `${output}${data.toString()}`.slice(-10_000);
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  const hasEnded = () =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const complaint = () => new Error(`${args.join(' ')} has ended:\n${output}`);

  return {
    pid: child.pid ?? 0,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        void ended.then(() => reject(complaint()));
        look();
      }),
    mustRun() {
      if (hasEnded()) throw complaint();
    },
    async stop() {
      if (hasEnded()) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** Resident memory of a process: MB. Linux only; elsewhere not a number. */
export function residentMemory(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
