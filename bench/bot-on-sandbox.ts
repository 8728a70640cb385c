import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../sandbox/main.ts';
import { memoryEnvironment, memoryLimits } from '../src/cli/memory-limits.ts';
import { type Programme, runProgramme } from './programme.ts';
import { silent } from './silent.ts';

/** The real bot, as a process of its own, on a sandbox in this one. */
export interface BotOnSandbox {
  readonly sandbox: Sandbox;
  readonly bot: Programme;
  /** The control API, under `/_sandbox/`. */
  readonly control: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ) => Promise<unknown>;
  /** What the bot counts of itself: name with labels → value. */
  readonly metrics: () => Promise<ReadonlyMap<string, number>>;
  readonly close: () => Promise<void>;
}

const configSchema = z.looseObject({
  checks: z.looseObject({}),
  http: z.object({ port: z.number() }),
});

/** Starts both; resolves when the bot is connected and every check has run once. `interval` is that of all checks. */
export async function startBotOnSandbox(interval: string): Promise<BotOnSandbox> {
  const directory = mkdtempSync(join(tmpdir(), 'hart-bench-'));
  const sandbox = await startSandbox({ port: 0, log: silent });
  const config = configSchema.parse(parse(sandbox.config));
  const file = join(directory, 'hart.yml');
  writeFileSync(file, stringify({ ...config, checks: { ...config.checks, interval } }));
  const bot = runProgramme([...memoryLimits, 'src/main.ts', 'run', '--config', file], {
    ...memoryEnvironment,
    ...sandbox.secrets,
  });
  const own = `http://127.0.0.1:${config.http.port}`;
  const close = async () => {
    await bot.stop();
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    while (!(await isReady(`${own}/readyz`))) {
      bot.mustRun();
      await sleep(50);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    sandbox,
    bot,
    async control(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const response = await fetch(`${sandbox.url}_sandbox/${path}`, init);
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return await response.json();
    },
    async metrics() {
      const text = await (await fetch(`${own}/metrics`)).text();
      const found = text.matchAll(/^(\w+(?:\{.*\})?) (\S+)$/gm);
      return new Map([...found].map(([, name = '', value]) => [name, Number(value)]));
    },
    close,
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
