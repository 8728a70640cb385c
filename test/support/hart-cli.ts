import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What `hart` is run with. */
export const hartMain = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/**
 * The environment of every process of hart that a test starts, and nothing of ours but these: compiled code is kept from
 * one start to the next, since hundreds of processes are started.
 */
export const bareEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name] ?? '']),
);

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `hart …` to its end, in `cwd` and with this environment and no other. */
export async function hart(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Ended> {
  const child = spawn(process.execPath, [hartMain, ...args], {
    env: { ...bareEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', (status) => resolve(status));
  });
  return { code, out, err };
}
