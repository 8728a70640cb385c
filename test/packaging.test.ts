import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { requireSimulation } from '../src/cli/require-simulation.ts';
import { parseConfig } from '../src/config/load-config.ts';

const root = new URL('../', import.meta.url).pathname;
const read = (name: string) => readFileSync(join(root, name), 'utf8');

describe('manifest.yml', () => {
  const manifest = parse(read('manifest.yml'));

  it("is a manifest by Slack's own types, with nothing that they do not know", () => {
    const dir = mkdtempSync(join(root, 'node_modules', '.manifest-'));
    const file = join(dir, 'manifest.ts');
    writeFileSync(
      file,
      `import type { AppsManifestCreateArguments } from '@slack/web-api';
      export const manifest: AppsManifestCreateArguments['manifest'] = ${JSON.stringify(manifest)};`,
    );
    const check = () =>
      execFileSync(
        join(root, 'node_modules/.bin/tsc'),
        ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--module', 'nodenext', file],
        {
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
    try {
      expect(check()).toBe('');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('asks for nothing to write but messages and files, for no user token, and for no inbound address', () => {
    const { bot, user } = manifest.oauth_config.scopes;

    expect(user).toBeUndefined();
    expect(bot.filter((scope: string) => scope.endsWith(':write'))).toEqual([
      'chat:write',
      'files:write',
    ]);
    expect(bot).not.toContain('chat:write.public');
    expect(JSON.stringify(manifest)).not.toContain('http');
  });

  it("keeps Slack's lengths", () => {
    const { name, description, long_description: long } = manifest.display_information;
    const [command] = manifest.features.slash_commands;

    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(174);
    expect(command.usage_hint.length).toBeLessThanOrEqual(1000);
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('runs the bot, as nobody special, without the packages of the sandbox', () => {
    expect(dockerfile).toContain('--omit=dev');
    expect(dockerfile).toMatch(/USER ([1-9]\d+):\1\n[^]*ENTRYPOINT/);
    expect(dockerfile).toMatch(/ENTRYPOINT \["bin\/hart"\]\nCMD \["run"\]/);
    expect(dockerfile).toContain('ENV NODE_ENV=production ');
  });

  it('S45 gives the bot an account that is nobody else, and nobody a home in its files', () => {
    const [, uid = ''] = /USER (\d+):/.exec(dockerfile) ?? [];

    // Above the people of a machine, below what systemd gives away; 1000 is `node`, and the first person of most machines.
    expect(Number(uid)).toBeGreaterThan(60_577);
    expect(Number(uid)).toBeLessThan(61_184);
    expect(dockerfile).toContain(`useradd --uid ${uid} --gid hart`);
    expect(dockerfile).toContain('chown hart:hart /hart/data /hart/run\n');
  });

  it('has room for what SQLite sorts in files where nothing else can be written', () => {
    const [, volume] = /^VOLUME (\S+)$/m.exec(dockerfile) ?? [];

    expect(dockerfile).toContain(`SQLITE_TMPDIR=${volume}\n`);
    expect(read('README.md')).toContain(`-v hart-data:${volume} -v hart-run:/hart/run`);
    expect(read('README.md')).toMatch(/docker run (?=.*--read-only)(?=.*--stop-timeout 45)/);
  });

  it('says so where there is nothing to simulate with', () => {
    const at = (name: string) => () => requireSimulation(new URL(name, import.meta.url));

    expect(at('../sandbox/main.ts')).not.toThrow();
    expect(at('../no-sandbox/main.ts')).toThrow(/no simulation here/);
  });

  it('takes in no sandbox, no tests and no secrets: only what .dockerignore lets in and COPY names', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, from = '']) => from.split(' '),
    );
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));

    expect(read('.dockerignore').startsWith('*\n')).toBe(true);
    expect(new Set(copied)).toEqual(new Set(allowed));
    for (const name of copied) expect(existsSync(join(root, name)), name).toBe(true);
    expect(copied).not.toContain('sandbox');
  });

  it('has every package that src imports among those of production', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const imported = execFileSync('grep', ['-rhoE', "from '[^.'][^']*'", join(root, 'src')], {
      encoding: 'utf8',
    })
      .split('\n')
      .map((line) => /'((?:@[^/']+\/)?[^/']+)/.exec(line)?.[1])
      .filter((name) => name !== undefined && !name.startsWith('node:'));

    for (const name of new Set(imported)) expect(dependencies, name).toHaveProperty([String(name)]);
    expect(devDependencies).toHaveProperty('node');
  });
});

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'));

  it('gives the bot a configuration that is in order', () => {
    const values: Record<string, string> = {
      HART_OPS_CHANNEL: 'C0123ABCD',
      HART_SLACK_USER: 'U0123ABCD',
      HART_SLACK_TEAM: 'T0123ABCD',
    };
    const text = compose.configs.hart.content.replaceAll(
      /\$\{(\w+)[^}]*\}/g,
      (_: string, name: string) => values[name],
    );
    const secrets = Object.keys(compose.services.hart.environment).map((name) => [name, 'x']);

    expect(parseConfig(text, Object.fromEntries(secrets))).toMatchObject({ ok: true });
  });

  it('names an account for its person that is in the image and not the bot’s, which nobody may be', () => {
    expect(compose.configs.hart.content).toContain('os: [node]');
    expect(read('Dockerfile')).not.toMatch(/USER (node|1000)/);
  });

  it('gives the bot no rights that it does without, and longer to stop than it takes', () => {
    const { hart } = compose.services;

    expect(hart).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(Number.parseInt(hart.stop_grace_period, 10)).toBeGreaterThan(30 + 5);
    // Compose cannot put a configuration with content into a container whose file system is read-only.
    expect(hart).not.toHaveProperty('read_only');
  });

  it('names every variable in .env.example', () => {
    const wanted = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const given = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);

    expect(new Set(given)).toEqual(new Set(wanted));
  });

  it('runs install scripts that are there', () => {
    const scripts = [
      ...JSON.stringify(compose.services.install.command).matchAll(/\/install\/([\w-]+\.sql)/g),
    ];

    expect(scripts.map(([, name]) => name)).toContain('03-operator-grants.sql');
    for (const [, name = ''] of scripts)
      expect(existsSync(join(root, 'sql/install', name)), name).toBe(true);
  });
});

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

it('the lock file holds the packages of every platform, so that npm ci works on each', () => {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    read('package-lock.json'),
  );
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );

  expect(missing).toEqual([]);
});
