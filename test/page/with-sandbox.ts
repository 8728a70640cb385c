import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { silent, until } from '../sandbox/slack/harness.ts';
import { adminClient } from '../support/admin-client.ts';
import { hasChromium } from './browser.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A whole sandbox with the real bot beside it, for the tests of a file; none on a machine without Chromium. */
export function withSandbox(): {
  readonly url: () => string;
  readonly as: (user: string) => string;
  /** Rows by the administrator of its SQL Server, over TDS. */
  readonly ask: (statement: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
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
  return {
    url,
    as: (user) => `${url()}#me=${user}`,
    async ask(statement) {
      if (sandbox === undefined) throw new Error('there is no sandbox');
      const admin = adminClient(sandbox);
      const limits = { timeout: 10_000, maxRows: 1000, maxBytes: 1_000_000 };
      const answer = await admin.query(statement, {}, limits);
      await admin.close();
      if (!answer.ok) throw new Error(answer.trouble.detail);
      return answer.value;
    },
  };
}
