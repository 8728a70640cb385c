import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { appendAnchor } from '../../src/delivery/anchor-file.ts';
import { exampleEnv, exampleText } from '../fakes/example-config.ts';
import { temporaryDirectory, temporaryStore } from '../store/temporary-store.ts';
import { hart } from '../support/hart-cli.ts';

async function bench() {
  const store = await temporaryStore();
  for (const action of ['backup.log', 'restore.in-place', 'audit'])
    await store.audit.append({
      at: 1,
      actor: 'os:dba',
      person: 'ada',
      action,
      environment: 'production',
      outcome: 'done',
      detail: { run: 'R1' },
    });
  const directory = temporaryDirectory();
  const file = join(directory, 'hart.yml');
  const anchorFile = join(directory, 'anchors.jsonl');
  const write = (changes: Readonly<Record<string, string>>) =>
    writeFileSync(
      file,
      exampleText({ 'sqlite:./data/hart.db': `sqlite:${store.file}`, ...changes }),
    );
  write({});
  const run = (...words: string[]) => hart([...words, '--config', file], exampleEnv);
  const head = await store.audit.head();
  if (head === null) throw new Error('no entry');
  return { store, write, run, anchorFile, head };
}

describe('hart audit verify', () => {
  it('proves the tail by the anchors of the configuration, by a file, and by one anchor', async () => {
    const { write, run, anchorFile, head } = await bench();
    expect((await run('audit', 'verify')).out).toBe('3 entries, unbroken; tail unproven\n');
    appendAnchor(anchorFile, { at: 5, ...head });
    for (const given of [anchorFile, JSON.stringify(head)])
      expect(await run('audit', 'verify', '--anchor', given)).toMatchObject({
        code: 0,
        out: '3 entries, unbroken; tail proven\n',
      });
    write({ 'file: null #': `file: ${anchorFile} #` });
    const { out } = await run('audit', 'verify', '--json');
    expect(JSON.parse(out)).toEqual({ ok: true, entries: 3, firstBad: null, tail: 'proven' });
  });

  it('is exit 1 when the newest entry is gone, and 2 without an anchor in what was named', async () => {
    const { store, run, head } = await bench();
    const database = new DatabaseSync(store.file);
    database.exec('delete from audit where sequence = 3');
    database.close();
    expect((await run('audit', 'verify')).code).toBe(0);
    const { code, out } = await run('audit', 'verify', '--json', '--anchor', JSON.stringify(head));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, firstBad: { seq: 3 }, tail: 'unproven' });
    const wrong = await run('audit', 'verify', '--anchor', '{}');
    expect(wrong.code).not.toBe(0);
    expect(wrong.err).toContain('no anchor');
  });
});

describe('hart audit export', () => {
  it('writes each entry as a line, with what binds it to the one before', async () => {
    const { run, head } = await bench();
    const { code, out } = await run('audit', 'export');
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(lines[2]).toMatchObject({ hash: head.hash, previous: lines[1]?.['hash'] });
    expect(lines[1]?.['entry']).toMatchObject({ action: 'restore.in-place', person: 'ada' });
  });
});
