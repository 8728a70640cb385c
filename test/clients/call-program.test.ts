import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callProgram } from '../../src/clients/call-program.ts';

/** Goes on for a while when it is asked to end, and says by files that it began and has ended. */
const slow = `
const { writeFileSync } = require('node:fs');
const [directory] = process.argv.slice(1);
process.on('SIGTERM', () => setTimeout(() => {
  writeFileSync(directory + '/ended', '');
  process.exit(0);
}, 200));
setInterval(() => undefined, 1000);
writeFileSync(directory + '/begun', '');
`;
const deaf = slow.replace('setTimeout(() => {', 'void (() => {');

async function cancelled(program: string, patience?: number) {
  const directory = await mkdtemp(join(tmpdir(), 'call-program-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const cancel = new AbortController();
  const words = [process.execPath, '-e', program, directory];
  const answer = callProgram(words, 60_000, cancel.signal, patience);
  await expect.poll(() => existsSync(join(directory, 'begun')), { timeout: 5000 }).toBe(true);
  cancel.abort();
  const ended = await answer;
  return { ended, hasEnded: existsSync(join(directory, 'ended')) };
}

const broken = { kind: 'trouble', answer: { trouble: { kind: 'cancelled', detail: 'cancelled' } } };

describe('a program that is cancelled', () => {
  it('is over before that is told', async () => {
    const { ended, hasEnded } = await cancelled(slow);
    expect(ended).toMatchObject(broken);
    expect(hasEnded).toBe(true);
  });

  it('is killed where it does not end by itself', async () => {
    expect((await cancelled(deaf, 50)).ended).toMatchObject(broken);
  });
});
