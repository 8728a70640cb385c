import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../sandbox/ready.ts';
import { botProcess } from '../support/bot-process.ts';
import { ask } from '../support/conversation.ts';
import { type Deployment, deploy } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';
import { hart } from '../support/hart-cli.ts';

let deployment: Deployment;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hart-secrets-'));
  deployment = await deploy({ bot: 'own' });
  await deployment.ready();
}, 120_000);
afterAll(async () => {
  await deployment.close();
  await rm(directory, { recursive: true });
});

const prefixes: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-',
  SLACK_APP_TOKEN: 'xapp-',
};

const canary = (name: string) =>
  `${prefixes[name] ?? ''}canary-of-${name.toLowerCase().replaceAll('_', '-')}-7f3a9c`;

/** The environment with every secret replaced by something that opens nothing and is easily found. */
function canaries(): Record<string, string> {
  return Object.fromEntries(Object.keys(deployment.secrets).map((name) => [name, canary(name)]));
}

/** Which secrets stand in a text, also encoded as connection strings and headers would. */
function found(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

test('no secret that works stands in what the bot writes or posts, nor in the store', async () => {
  const { control, secrets } = deployment;
  for (const fault of ['sql-server-down', 'neo4j-down', 'socket-drops'])
    await control.fault(fault, true);
  await eventually(async () => {
    expect(deployment.output()).toContain('"alert":"sql-server-down"');
    expect(deployment.output()).toContain('"alert":"neo4j-down"');
  });
  for (const fault of ['sql-server-down', 'neo4j-down', 'socket-drops'])
    await control.fault(fault, false);
  await eventually(() => ask(control, 'UVIEWER', '/hart status'));

  expect(deployment.output().length).toBeGreaterThan(1000);
  expect(found(deployment.output(), secrets)).toEqual([]);
  const seen = await Promise.all(['UVIEWER', 'UADMIN'].map((user) => control.messages({ user })));
  expect(found(JSON.stringify(seen), secrets)).toEqual([]);
  const calls = (await control.calls()).map(({ args, answer }) => ({ args, answer }));
  expect(found(JSON.stringify(calls), secrets)).toEqual([]);
  expect(found(JSON.stringify(await control.statements()), secrets)).toEqual([]);
  const store = await readFile(join(deployment.directory, 'data', 'hart.db'), 'latin1');
  expect(found(store, secrets)).toEqual([]);
}, 180_000);

test.each([
  ['config', 'check', '--json'],
  ['doctor', '--json'],
  ['doctor'],
  ['checks', '--json'],
  ['audit', 'verify'],
])(
  'hart %s %s %s tells no secret, also when none of them opens anything',
  async (...words) => {
    const env = canaries();
    const { out, err } = await hart([...words, '--config', deployment.configFile], env);

    expect(found(out + err, env)).toEqual([]);
    expect((out + err).length).toBeGreaterThan(10);
  },
  60_000,
);

test('a bot with secrets that open nothing says so without them', async () => {
  const env = canaries();
  const other = join(directory, 'hart.yml');
  const own = await readFile(deployment.configFile, 'utf8');
  await writeFile(
    other,
    own
      .replace(/^store: .*$/m, `store: sqlite:${join(directory, 'hart.db')}`)
      .replace(/^( {2}port: )\d+$/m, `$1${await freePort()}`),
  );
  let said = '';
  const bot = botProcess(['--config', other], env, (text) => {
    said += text;
  });
  bot.start();
  try {
    await eventually(() => {
      expect(said).toContain('invalid_auth');
      expect(said).toContain('Every check has run once');
    });
  } finally {
    await bot.kill();
  }
  expect(found(said, env)).toEqual([]);
}, 90_000);

test('a secret put into hart.yml by mistake is refused, and not repeated', async () => {
  const misplaced = join(directory, 'misplaced.yml');
  const text = await readFile(deployment.configFile, 'utf8');
  await writeFile(
    misplaced,
    `${text.replace('user: hart_reader', 'user: hart_reader\n        password: canary-in-the-file')}botToken: xoxb-canary-in-the-file\n`,
  );
  for (const words of [['config', 'check', '--json'], ['run'], ['checks']]) {
    const { code, out, err } = await hart([...words, '--config', misplaced], deployment.secrets);

    expect(code).toBe(1);
    expect(out + err).not.toContain('canary');
    expect(out + err).toContain('password');
  }
}, 60_000);
