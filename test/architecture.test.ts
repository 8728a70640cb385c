import { globSync, readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

/** What each part of src/ may import, besides itself. app/, cli/ and main.ts wire the parts and may import all. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  config: ['domain'],
  checks: ['domain'],
  probes: ['domain'],
  alerting: ['domain'],
  operations: ['domain'],
  watching: ['domain', 'alerting'],
  delivery: ['domain'],
  store: ['domain'],
  clients: ['domain'],
  telemetry: ['domain'],
  'step-up': ['domain'],
  terminal: ['domain', 'operations'],
  'scheduler.ts': ['domain'],
  slack: ['domain', 'alerting', 'operations'],
};

/** Parts that know every other. */
const wiring = ['app', 'cli', 'main.ts'];

/** The one part of src/ that may import each outside package. */
const home: Record<string, string> = {
  '@slack/': 'slack',
  mssql: 'clients',
  'neo4j-driver': 'clients',
  kysely: 'store',
  'node-cron': 'scheduler.ts',
  pino: 'telemetry',
  'prom-client': 'telemetry',
  nodemailer: 'delivery',
  otpauth: 'step-up',
};

/** Parts that only compute: no package, no node:* module. */
const pure = ['domain', 'alerting', 'operations'];

const within = (part: string) => `^src/${part}${part.endsWith('.ts') ? '$' : '/'}`;
const rule = (name: string, from: object, to: object) => ({
  name,
  severity: 'error' as const,
  from,
  to,
});

const forbidden = [
  ...Object.entries(mayImport).map(([part, allowed]) =>
    rule(
      `${part} may import only ${['itself', ...allowed].join(', ')}`,
      { path: within(part) },
      { path: '^src/', pathNot: [part, ...allowed].map(within) },
    ),
  ),
  ...Object.entries(home).map(([name, part]) =>
    rule(
      `only ${part} may import ${name}`,
      { path: '^src/', pathNot: within(part) },
      { path: `(^|node_modules/)${name}` },
    ),
  ),
  rule(`${pure.join(', ')} only compute`, { path: pure.map(within) }, { pathNot: '^src/' }),
  rule('no cycles', {}, { circular: true }),
  rule('sandbox knows nothing of src', { path: '^sandbox/' }, { path: '^src/' }),
  rule(
    'src knows nothing of sandbox',
    { path: '^src/', pathNot: '^src/cli/sandbox[.]ts$' },
    { path: '^sandbox/' },
  ),
];

describe('architecture', async () => {
  const { output } = await cruise(['src', 'sandbox', 'bench', 'scripts'], {
    validate: true,
    ruleSet: { forbidden },
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text, not a result');
  const seen = output.modules
    .map(({ source }) => source)
    .filter((source) => source.startsWith('src/'));

  it('sees every source file', () => {
    expect(new Set(seen)).toEqual(new Set(globSync('src/**/*.ts')));
  });
  it('has a rule for every part of src/', () => {
    const parts = new Set(seen.map((source) => source.split('/')[1]));
    expect(parts).toEqual(new Set([...Object.keys(mayImport), ...wiring]));
  });
  it('has no forbidden import', () => {
    expect(
      output.summary.violations.map((found) => `${found.rule.name}: ${found.from} -> ${found.to}`),
    ).toEqual([]);
  });
});

describe('files', () => {
  it('have no more than 300 lines: what is longer holds two subjects', () => {
    const long = globSync('{src,sandbox,test,bench,scripts}/**/*.{ts,tsx}').flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n').length - 1;
      return lines > 300 ? [`${file}: ${lines}`] : [];
    });
    expect(long).toEqual([]);
  });
});
