import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { planRestoreCommand } from '../../src/cli/plan-restore.ts';
import { full, log } from '../operations/restore/scene.ts';
import { hart } from '../support/hart-cli.ts';

const directory = mkdtempSync(join(tmpdir(), 'hart-plan-'));
afterAll(() => rmSync(directory, { recursive: true }));

function written(name: string, document: unknown): string {
  const file = join(directory, name);
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
}

const F1 = full('F1', '08:00', [100, 120]);
const L1 = log('L1', '08:15', [90, 200]);
const history = written('history.json', { sets: [F1, L1, log('L2', '08:30', [200, 300])] });
const autumn = written('autumn.json', {
  sets: [
    { ...F1, startedAt: '2026-10-25T01:00:00', finishedAt: '2026-10-25T01:00:00', timeZone: 8 },
    ...['02:15:00', '02:45:00', '02:15:00', '02:45:00'].map((clock, index) =>
      log(`L${index}`, '00:00', [120 + index * 10, 130 + index * 10], {
        startedAt: `2026-10-25T${clock}`,
        finishedAt: `2026-10-25T${clock}`,
        timeZone: index < 2 ? 8 : 4,
      }),
    ),
  ],
});

async function plan(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const terminal = {
    env: {},
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await runCommandLine(['plan', 'restore', ...words], [planRestoreCommand], terminal);
  return { code, out, err };
}

const asked = ['--history', history, '--database', 'Hartonomous', '--to'];

describe('hart plan restore', () => {
  test('prints one JSON document with the plan and ends with 0', async () => {
    const { code, out, err } = await hart([
      'plan',
      'restore',
      ...asked,
      '2026-11-23T08:20:00',
      '--json',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      ok: true,
      pointInTime: true,
      steps: [
        {
          setId: 'F1',
          type: 'full',
          files: ['D:\\Backups\\F1'],
          recovery: 'norecovery',
          stopAt: null,
        },
        {
          setId: 'L1',
          type: 'log',
          files: ['D:\\Backups\\L1'],
          recovery: 'norecovery',
          stopAt: null,
        },
        {
          setId: 'L2',
          type: 'log',
          files: ['D:\\Backups\\L2'],
          recovery: 'recovery',
          stopAt: '2026-11-23T08:20:00.000',
        },
      ],
      reaches: '2026-11-23T08:20:00',
      fork: 'A',
      excluded: [],
      warnings: [],
      statements: expect.arrayContaining(['RESTORE DATABASE [Hartonomous] WITH RECOVERY']),
    });
  });

  test('prints a refusal as JSON and ends with 1', async () => {
    const { code, out } = await plan(...asked, '2026-11-23T09:00:00', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      reason: 'not-covered',
      message: expect.stringContaining('newest reachable is 2026-11-23T08:30:00'),
      newestReachable: '2026-11-23T08:30:00',
      missing: null,
      forks: null,
    });
  });

  test('says the same in words', async () => {
    const { code, out } = await plan(...asked, '2026-11-23T08:20:00.5');
    expect(code).toBe(0);
    expect(out).toContain(
      'Restore Hartonomous to 2026-11-23T08:20:00.5 (server time): full F1, 2 logs.',
    );
    expect(out).toContain('back up the tail of its log first');
    expect(out).toContain("STOPAT = '2026-11-23T08:20:00.500';");
    const refused = await plan(...asked, '2026-11-23T07:00:00');
    expect(refused.out).toContain('No plan (no-full).');
  });

  test('a history in which something can’t be is a refusal that lists all of it', async () => {
    const bad = written('bad.json', {
      sets: [
        { ...F1, firstLsn: 100 },
        { ...L1, lastLsn: '1' },
      ],
    });
    const { code, out, err } = await plan(
      '--history',
      bad,
      '--database',
      'H',
      '--to',
      'latest',
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      reason: 'bad-history',
      message: expect.stringContaining('sets[0].firstLsn'),
    });
    expect(err).toContain('sets[1].firstLsn is 90, beyond lastLsn 1');
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no history', ['--database', 'H', '--to', 'latest'], /--history is needed/],
    ['no database', ['--history', history, '--to', 'latest'], /--database is needed/],
    ['no moment', ['--history', history, '--database', 'H'], /--to is needed/],
    [
      'a file that is not there',
      ['--history', '/nowhere.json', '--database', 'H', '--to', 'latest'],
      /can't be read/,
    ],
    [
      'a file that is no JSON',
      ['--history', written('no.json', '{'), '--database', 'H', '--to', 'latest'],
      /can't be read as JSON/,
    ],
    [
      'JSON that is no history',
      ['--history', written('other.json', {}), '--database', 'H', '--to', 'latest'],
      /is no backup history/,
    ],
    ['a moment that is none', [...asked, 'yesterday'], /no moment/],
    ['a day without a time', [...asked, '2026-11-23'], /no moment/],
    ['a moment with a zone', [...asked, '2026-11-23T08:20:00Z'], /--server-zone/],
    ['a zone that is none', [...asked, 'latest', '--server-zone', 'Mars/Base'], /no time zone/],
    ['an exclusion that is none', [...asked, 'latest', '--exclude', 'full'], /only diff and log/],
    ['an LSN that is none', [...asked, 'latest', '--continue-from', '0x12'], /no LSN/],
    [
      'a differential base of nothing',
      [...asked, 'latest', '--diff-base', '12'],
      /goes with --continue-from/,
    ],
    ['a word too many', [...asked, 'latest', 'now'], /Usage/],
  ])('%s is a matter of usage: exit 2, and nothing on standard output', async (_, words, why) => {
    const { code, out, err } = await plan(...words, '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
  });

  test('S26 a moment with a zone is turned into the server’s time where its zone is given', async () => {
    const { out } = await plan(
      ...asked,
      '2026-11-23T07:20:00Z',
      '--server-zone',
      'Europe/Berlin',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      reaches: '2026-11-23T08:20:00',
      steps: [{}, {}, { stopAt: '2026-11-23T08:20:00.000' }],
    });
  });

  test.each([
    ['2026-10-25T02:30:00', '2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00'],
    ['2026-03-29T02:30:00', '2026-03-29T01:30:00 or 2026-03-29T03:30:00'],
  ])(
    'S26 %s, in an hour that was there twice or never, is refused with the choices',
    async (to, choices) => {
      const { code, err } = await plan(
        '--history',
        autumn,
        '--database',
        'Hartonomous',
        '--to',
        to,
        '--server-zone',
        'Europe/Berlin',
      );
      expect(code).toBe(2);
      expect(err).toContain(choices);
    },
  );

  test.each([
    ['2026-10-25T02:30:00+02:00', 'L1'],
    ['2026-10-25T02:30:00+01:00', 'L3'],
  ])('S26 %s is one of the two', async (to, last) => {
    const { out } = await plan(
      '--history',
      autumn,
      '--database',
      'Hartonomous',
      '--to',
      to,
      '--server-zone',
      'Europe/Berlin',
      '--json',
    );
    expect(JSON.parse(out).steps.at(-1)).toEqual(
      expect.objectContaining({ setId: last, stopAt: '2026-10-25T02:30:00.000' }),
    );
  });

  test('S26 a log that holds the moment twice is no way to its second time, and the plan says so', async () => {
    const over = written('over.json', {
      sets: [
        { ...F1, startedAt: '2026-10-25T01:00:00', finishedAt: '2026-10-25T01:00:00', timeZone: 8 },
        log('over', '00:00', [120, 900], {
          startedAt: '2026-10-25T03:15:00',
          finishedAt: '2026-10-25T03:15:00',
          timeZone: 4,
        }),
      ],
    });
    const words = [
      '--history',
      over,
      '--database',
      'Hartonomous',
      '--server-zone',
      'Europe/Berlin',
    ];
    const second = await plan(...words, '--to', '2026-10-25T02:30:00+01:00', '--json');
    expect(JSON.parse(second.out).warnings).toEqual([
      expect.stringContaining('holds 2026-10-25T02:30:00 twice'),
    ]);
    const first = await plan(...words, '--to', '2026-10-25T02:30:00+02:00', '--json');
    expect(JSON.parse(first.out)).toMatchObject({ ok: true, warnings: [] });
  });

  test('continues a database in RESTORING, and leaves out what was asked', async () => {
    const { out } = await plan(
      ...asked,
      'latest',
      '--continue-from',
      '200',
      '--fork',
      'A',
      '--json',
    );
    expect(JSON.parse(out).steps).toMatchObject([{ setId: 'L2', recovery: 'recovery' }]);
    const without = await plan(...asked, '2026-11-23T08:20:00', '--exclude', 'diff,log', '--json');
    expect(JSON.parse(without.out)).toMatchObject({
      ok: true,
      pointInTime: false,
      reaches: '2026-11-23T08:00:00',
    });
  });
});
