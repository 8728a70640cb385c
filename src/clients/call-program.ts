import { type ChildProcess, spawn } from 'node:child_process';
import type { Answer } from '../domain/target.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { codeOf } from './error-code.ts';

/** What a program says beyond this is not kept. */
const longestOutput = 64 * 1024;

/** So long a program that is broken off may take to end, before it is killed; and then to be gone. */
const patience: Duration = 10 * SECOND;
const untilGone: Duration = SECOND;

/** How a program ended, or why there is no end to tell. */
export type Ended =
  | { readonly kind: 'ended'; readonly code: number; readonly said: string }
  | { readonly kind: 'trouble'; readonly answer: Extract<Answer<never>, { ok: false }> };

/**
 * Runs a program by an argument list, without a shell, for `timeout` milliseconds at most. One that is broken off has
 * ended when that is told: what comes next may need what it holds. It is killed after `wait` milliseconds, and where it
 * is there even then, the answer says that it may go on.
 */
export async function callProgram(
  [program = '', ...args]: readonly string[],
  timeout: Duration,
  signal?: AbortSignal,
  wait: Duration = patience,
): Promise<Ended> {
  return await new Promise((resolve) => {
    const trouble = (kind: 'missing' | 'timeout' | 'cancelled' | 'failed', detail: string) =>
      resolve({ kind: 'trouble', answer: { ok: false, trouble: { kind, detail, code: null } } });
    const child = spawn(program, args, {
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutSecrets(process.env),
      timeout,
      ...(signal === undefined ? {} : { signal }),
    });
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-longestOutput);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      if (signal?.aborted === true) {
        if (child.pid === undefined) return trouble('cancelled', 'cancelled');
        killUnlessItEnds(child, wait, () =>
          trouble('cancelled', `cancelled; ${program} (process ${child.pid}) may go on`),
        );
        return;
      }
      if (codeOf(error) === 'ENOENT') return trouble('missing', `there is no program ${program}`);
      return trouble('failed', `${program} could not be run (${codeOf(error)})`);
    });
    child.on('close', (code, killed) => {
      if (signal?.aborted === true) return trouble('cancelled', 'cancelled');
      if (code !== null) return resolve({ kind: 'ended', code, said });
      return trouble('timeout', `${program} was ended by ${killed} after ${timeout / 1000} s`);
    });
  });
}

/** A program that was asked to end, and has so long for it; `goesOn` where not even that ended it. */
function killUnlessItEnds(child: ChildProcess, wait: Duration, goesOn: () => void): void {
  let patient = setTimeout(() => {
    child.kill('SIGKILL');
    patient = setTimeout(goesOn, untilGone);
  }, wait);
  child.once('close', () => clearTimeout(patient));
}

/** The programs of another server have no business with the bot's secrets. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:HART_|SLACK_)/.test(name)),
  );
}
