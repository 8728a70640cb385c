import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse } from 'yaml';
import type { Deployment, DeploymentOptions } from '../../sandbox/deployment-port.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/main.ts';
import { accepts, listenOn } from '../../sandbox/ready.ts';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { fakeDeployment } from './control/fake-deployment.ts';
import { json, silent, until } from './slack/harness.ts';

const fakeBot = fileURLToPath(new URL('control/fake-bot.ts', import.meta.url));

async function sandboxForTest(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    log: silent,
    signals: false,
    startDeployment: fakeDeployment,
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const withBot = (output: string[]) => ({
  bot: {
    command: [process.execPath, fakeBot, '{config}'],
    onOutput: (text: string) => void output.push(text),
  },
});

const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

async function botPid(sandbox: Sandbox): Promise<number> {
  const { slack } = sandbox;
  const sent = await sendCommand(slack.state, slack.socket, {
    user: 'UVIEWER',
    channel: 'COPS',
    text: '/hart pid',
  });
  return Number(/process (\d+)/.exec(sent.reply?.text ?? '')?.[1]);
}

describe('a sandbox alone', () => {
  it('is ready when all its servers accept', async () => {
    const sandbox = await sandboxForTest();
    expect(await sandbox.health()).toMatchObject({
      ready: true,
      bot: 'none',
      ports: { slack: sandbox.slack.port },
    });
  });

  it('is not ready while a server is gone', async () => {
    let deployment: Deployment | undefined;
    const sandbox = await sandboxForTest({
      startDeployment: async (options: DeploymentOptions) => {
        deployment = await fakeDeployment(options);
        return deployment;
      },
    });
    await deployment?.close();
    expect(await sandbox.health()).toMatchObject({ ready: false });
  });

  it('serves its page, which says SANDBOX, and its configuration', async () => {
    const sandbox = await sandboxForTest();
    expect(await (await fetch(sandbox.url)).text()).toContain('SANDBOX');
    const text = await (await fetch(`${sandbox.url}_sandbox/config`)).text();
    expect(text).toContain('# SANDBOX');
    expect(parse(text)).toMatchObject({
      sandbox: true,
      slack: { teamId: 'TSANDBOX', mode: 'socket', apiUrl: sandbox.slack.apiUrl },
      environments: { production: { sqlServer: { encrypt: true, trustServerCertificate: true } } },
    });
    expect((await fetch(`${sandbox.url}missing`)).status).toBe(404);
  });

  it('leaves its configuration and secrets where it was asked to, the secrets for the owner only', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'hart-write-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const sandbox = await sandboxForTest({ write: directory });
    await sandbox.close();
    expect(readFileSync(join(directory, 'hart.yml'), 'utf8')).toBe(sandbox.config);
    expect(readFileSync(join(directory, '.env'), 'utf8')).toContain(
      `SLACK_BOT_TOKEN=${sandbox.slack.tokens.bot}`,
    );
    expect(statSync(join(directory, '.env')).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind otherwise', async () => {
    const sandbox = await sandboxForTest();
    const { configFile, port } = sandbox;
    expect(existsSync(configFile)).toBe(true);
    await sandbox.close();
    await sandbox.closed;
    expect(existsSync(configFile)).toBe(false);
    expect(await accepts(port)).toBe(false);
  });

  it('says what to do when its port is taken, and leaves nothing running', async () => {
    const other = createServer();
    const port = await listenOn(other, 0);
    onTestFinished(() => void other.close());
    const closed = vi.fn<() => Promise<void>>();
    const started = sandboxForTest({
      port,
      startDeployment: async (options: DeploymentOptions) => {
        const deployment = await fakeDeployment(options);
        closed.mockImplementation(() => deployment.close());
        return { ...deployment, close: closed };
      },
    });
    await expect(started).rejects.toThrow(`Port ${port} is in use`);
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe('a sandbox with a bot', () => {
  it('is ready when the bot is connected and says that it is ready', async () => {
    const sandbox = await sandboxForTest(withBot([]));
    expect(await sandbox.health()).toMatchObject({ ready: false, bot: 'starting' });
    await until(async () => (await sandbox.health()).ready);
    expect(await sandbox.health()).toMatchObject({ bot: 'connected' });
  });

  it('keeps variables that would configure another bot from it', async () => {
    vi.stubEnv('HART_STRAY', 'from outside');
    onTestFinished(() => void vi.unstubAllEnvs());
    const output: string[] = [];
    await sandboxForTest(withBot(output));
    await until(() => output.join('').includes('foreign variable'));
    expect(output.join('')).toContain('foreign variable: none');
  });

  it('says so when the bot ends, and does not start it again', async () => {
    const error = vi.fn<(fields: object, message: string) => void>();
    const sandbox = await sandboxForTest({ ...withBot([]), log: { ...silent, error } });
    await until(async () => (await sandbox.health()).ready);
    const { slack } = sandbox;
    void sendCommand(slack.state, slack.socket, {
      user: 'UVIEWER',
      channel: 'COPS',
      text: '/hart exit',
    });
    await until(async () => (await sandbox.health()).bot === 'none');
    expect(await sandbox.health()).toMatchObject({ ready: false });
    expect(error).toHaveBeenCalledWith(
      { code: 3, signal: null },
      'SANDBOX: the bot has ended; it is not started again',
    );
  });

  it('ends the bot when it is closed', async () => {
    const output: string[] = [];
    const sandbox = await sandboxForTest(withBot(output));
    await until(async () => (await sandbox.health()).ready);
    const pid = await botPid(sandbox);
    expect(alive(pid)).toBe(true);
    await sandbox.close();
    expect(output.join('')).toContain('told to end');
    expect(alive(pid)).toBe(false);
  });
});

describe('a process that holds a sandbox', () => {
  const holder = fileURLToPath(new URL('control/sandbox-holder.ts', import.meta.url));

  async function hold() {
    const child = spawn(process.execPath, [holder, fakeBot], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    await until(() => text.includes('\n'));
    return { child, exited, pid: Number(json(JSON.parse(text.split('\n')[0] ?? ''))['pid']) };
  }

  it('takes the bot with it, even when it is killed', async () => {
    const { child, pid } = await hold();
    expect(alive(pid)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !alive(pid));
    expect(alive(pid)).toBe(false);
  });

  it('passes SIGTERM on and ends in order', async () => {
    const { child, exited, pid } = await hold();
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(alive(pid)).toBe(false);
  });
});
