import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { silent, until } from '../sandbox/slack/harness.ts';
import { hasChromium } from './browser.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A whole sandbox with the real bot beside it, for the tests of a file; none on a machine without Chromium. */
export function withSandbox(): {
  readonly url: () => string;
  readonly as: (user: string) => string;
} {
  let sandbox: Sandbox | undefined;

  beforeAll(async () => {
    if (!hasChromium) return;
    let output = '';
    const started = await startSandbox({
      port: 0,
      log: silent,
      signals: false,
      bot: {
        command: [process.execPath, main, 'run', '--config', '{config}'],
        onOutput: (text) => {
          output += text;
        },
      },
    });
    sandbox = started;
    await until(async () => {
      const { ready, bot } = await started.health();
      if (bot === 'none') throw new Error(`the bot has ended: ${output.slice(-2000)}`);
      return ready;
    });
  }, 90_000);

  afterAll(() => sandbox?.close());

  // Before the sandbox is there tests skip themselves: only the address is asked, and never opened.
  const url = () => sandbox?.url ?? '';
  return { url, as: (user) => `${url()}#me=${user}` };
}
