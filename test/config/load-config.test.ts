import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig, parseConfig } from '../../src/config/load-config.ts';

const fixtures = new URL('../fixtures/config/', import.meta.url);
const example = readFileSync(new URL('../../hart.example.yml', import.meta.url), 'utf8');
const env = {
  SLACK_BOT_TOKEN: 'xoxb-canary-1',
  SLACK_APP_TOKEN: 'xapp-canary-2',
  HART_PRODUCTION_SQL_READER_PASSWORD: 'canary-3',
  HART_PRODUCTION_NEO4J_PASSWORD: 'canary-4',
};

describe('a faulty configuration', () => {
  const files = readdirSync(fixtures).filter((name) => name.endsWith('.yml'));
  // Each file says at its head what must be found: "# expect: path | words of the message | words of the hint".
  it.each(files)('%s is refused with where, what and what to do', (name) => {
    const text = readFileSync(new URL(name, fixtures), 'utf8');
    const expected = [...text.matchAll(/^# expect: (.*?) \| (.*?) \| (.*)$/gm)];

    const loaded = parseConfig(text, env);

    expect(expected.length).toBeGreaterThan(0);
    expect(loaded.ok).toBe(false);
    const faults = loaded.ok ? [] : loaded.faults;
    expect(faults.map(({ path }) => path).toSorted()).toEqual(
      expected.map(([, path]) => String(path)).toSorted(),
    );
    for (const [, path, message, hint] of expected) {
      const found = faults.filter((fault) => fault.path === path);
      expect(found.some((fault) => fault.message.includes(message ?? '?'))).toBe(true);
      expect(found.some((fault) => fault.hint.includes(hint ?? '?'))).toBe(true);
    }
  });

  it('lists every fault at once, and no secret among them', () => {
    const text = example
      .replace('teamId: T0123ABCD', 'teamId: ops')
      .replace("daily: '08:00'", 'daily: "8"')
      .replace('reader:\n        user: hart_reader', 'reader:\n        password: canary-9');

    const loaded = parseConfig(text, env);

    expect(loaded.ok).toBe(false);
    const faults = loaded.ok ? [] : loaded.faults;
    expect(faults.length).toBe(4);
    expect(JSON.stringify(faults)).not.toContain('canary');
  });

  it('lists missing secrets beside what is wrong in the file', () => {
    const loaded = parseConfig(example.replace('teamId: T0123ABCD', 'teamId: ops'), {});
    const paths = loaded.ok ? [] : loaded.faults.map(({ path }) => path);

    expect(paths).toEqual([
      'slack.teamId',
      'HART_PRODUCTION_SQL_READER_PASSWORD',
      'HART_PRODUCTION_NEO4J_PASSWORD',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
    ]);
  });

  it('never quotes the source of invalid YAML', () => {
    const loaded = parseConfig('slack:\n  token: "canary-5\n  x: [', env);

    expect(loaded.ok).toBe(false);
    expect(JSON.stringify(loaded)).not.toContain('canary');
  });

  it('is refused when the file is not there, with the way to make one', () => {
    const loaded = loadConfig('/nowhere/hart.yml', env);

    expect(loaded.ok).toBe(false);
    expect(JSON.stringify(loaded)).toContain('hart.example.yml');
  });
});

describe('the example', () => {
  it('is valid as it stands', () => {
    expect(parseConfig(example, env)).toMatchObject({ ok: true });
  });

  it('shows each default truthfully: without the optional keys the same comes out', () => {
    const full = parseConfig(example, env);
    const { slack, environments, ...rest } = parse(example);
    const bare = parseConfig(
      JSON.stringify({
        defaultEnvironment: rest.defaultEnvironment,
        people: rest.people,
        roles: rest.roles,
        onCall: { people: ['otto'] },
        slack: { teamId: slack.teamId },
        environments: {
          production: {
            sqlServer: { server: environments.production.sqlServer.server },
            neo4j: { uri: environments.production.neo4j.uri },
            api: environments.production.api,
            backups: { directory: environments.production.backups.directory },
            channels: environments.production.channels,
            consent: environments.production.consent,
            checks: environments.production.checks,
          },
        },
      }),
      env,
    );

    expect(full.ok && bare.ok && bare.config).toEqual(full.ok && full.config);
  });

  it('becomes a configuration that cannot be changed', () => {
    const loaded = parseConfig(example, env);
    if (!loaded.ok) throw new Error('the example is not valid');

    expect(Object.isFrozen(loaded.config.environments['production']?.channels)).toBe(true);
    expect(loaded.config.alerting.groupWait).toBe(30_000);
  });
});

describe('secrets', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hart-secrets-'));
  const file = join(dir, 'secret');
  writeFileSync(file, 'from-a-file\n');
  writeFileSync(join(dir, 'empty'), '');

  it('may come from a file, without its last line break', () => {
    const { SLACK_BOT_TOKEN: _, ...others } = env;
    const loaded = parseConfig(example, { ...others, SLACK_BOT_TOKEN_FILE: file });

    expect(loaded.ok && loaded.secrets.slackBotToken).toBe('from-a-file');
  });

  it.each([
    ['missing', {}, 'SLACK_BOT_TOKEN', 'is not set'],
    [
      'given twice',
      { SLACK_BOT_TOKEN: 'x', SLACK_BOT_TOKEN_FILE: file },
      'SLACK_BOT_TOKEN',
      'twice',
    ],
    [
      'in an empty file',
      { SLACK_BOT_TOKEN_FILE: join(dir, 'empty') },
      'SLACK_BOT_TOKEN_FILE',
      'empty',
    ],
    [
      'in a file that is not there',
      { SLACK_BOT_TOKEN_FILE: join(dir, 'no') },
      'SLACK_BOT_TOKEN_FILE',
      'ENOENT',
    ],
  ])('%s is one fault that names the variable', (_, given, path, message) => {
    const { SLACK_BOT_TOKEN: __, ...others } = env;
    const loaded = parseConfig(example, { ...others, ...given });
    const faults = loaded.ok ? [] : loaded.faults;

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ path, message: expect.stringContaining(message) });
  });

  it('in HTTP mode the signing secret takes the place of the app token', () => {
    const http = example.replace('mode: socket', 'mode: http');
    const loaded = parseConfig(http, { ...env, SLACK_SIGNING_SECRET: 's' });

    expect(loaded.ok && loaded.secrets).toMatchObject({
      slackAppToken: null,
      slackSigningSecret: 's',
    });
  });
});
