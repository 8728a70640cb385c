import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { botProcess } from '../support/bot-process.ts';
import { controlClient } from '../support/control-client.ts';
import { ask } from '../support/conversation.ts';
import { eventually } from '../support/eventually.ts';
import { bareEnvironment, hartMain } from '../support/hart-cli.ts';

test('what hart sandbox --write leaves is all that a bot needs', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hart-rehearsal-'));
  const sandbox = spawn(
    process.execPath,
    [hartMain, 'sandbox', '--port', '0', '--write', directory],
    { env: bareEnvironment, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let said = '';
  sandbox.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  let stopBot = async (): Promise<unknown> => undefined;
  try {
    const url = await eventually(() => {
      const found = /SANDBOX: open (\S+)/.exec(said)?.[1];
      if (found === undefined) throw new Error(`no address in: ${said}`);
      return found;
    });
    const secrets: Record<string, string> = {};
    const env = parseEnv(await readFile(join(directory, '.env'), 'utf8'));
    for (const [name, value] of Object.entries(env)) if (value !== undefined) secrets[name] = value;
    const bot = botProcess(['--config', join(directory, 'hart.yml')], secrets, () => undefined);
    stopBot = () => bot.kill();
    bot.start();

    const control = controlClient(url);
    await eventually(async () => expect((await control.health()).bot).toBe('connected'));
    await eventually(async () => {
      const { text } = await ask(control, 'UVIEWER', '/hart status');
      expect(text).toContain('20 ok, 0 unknown');
    });
  } finally {
    await stopBot();
    expect(await ended(sandbox)).toBe(0);
    await rm(directory, { recursive: true, force: true });
  }
}, 180_000);

function ended(child: ChildProcess): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return gone;
}
