import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askBot } from '../../src/terminal/ask-bot.ts';
import { linesOf } from '../../src/terminal/lines.ts';
import { proveOwner } from '../../src/terminal/prove-owner.ts';
import type { TerminalQuestion } from '../../src/terminal/questions.ts';
import { startTerminal } from '../../src/terminal/start-terminal.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { plannedRun } from './noting-acting.ts';
import { askOnce, hash, listening, questions, ruleOf } from './terminal-bench.ts';

const run = promisify(execFile);
const me = userInfo().username;

describe('S45 who may ask what on the command line', () => {
  const may: Readonly<Record<string, readonly TerminalQuestion['ask'][]>> = {
    vera: ['cancel', 'find', 'runs', 'enrol'],
    otto: ['propose', 'confirm', 'withdraw', 'start', 'cancel', 'find', 'runs', 'enrol'],
    ada: ['approve', 'reject', 'cancel', 'find', 'runs', 'enrol'],
    alma: ['acknowledge', 'admit', 'cancel', 'find', 'runs', 'enrol'],
    mallory: [],
  };

  for (const [name, allowed] of Object.entries(may))
    it(`${name}: ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}`, async () => {
      const { path, acting, audited } = await listening(name);
      for (const question of Object.values(questions)) {
        const rule = await ruleOf(path, question);
        const expected = allowed.includes(question.ask);
        expect([question.ask, rule === 'yes'], rule).toEqual([question.ask, expected]);
      }
      const asked = acting.calls.filter(({ ask }) => ask !== 'find' && ask !== 'list');
      for (const { ask } of asked) expect(allowed).toContain(ask);
      expect(audited.filter(({ outcome }) => outcome === 'refused')).toHaveLength(
        Object.keys(questions).length - allowed.length,
      );
    });

  it('the user as whom the bot runs may nothing', async () => {
    const { path, acting } = await listening('otto', { ownUid: userInfo().uid });
    for (const question of Object.values(questions))
      expect(await ruleOf(path, question)).toBe('service-account');
    expect(acting.calls.filter(({ ask }) => ask !== 'find')).toEqual([]);
  });

  it('S12 an approver may ask for a cancel, and carry on with it; for nothing else', async () => {
    const { path, acting } = await listening('ada');
    const cancel = { ...questions.propose, operation: 'cancel', options: { run: 'R7' } } as const;
    expect(await ruleOf(path, cancel)).toBe('yes');
    expect(await ruleOf(path, questions.confirm)).toBe('role-missing');
    acting.hold({ ...plannedRun, order: { ...plannedRun.order, operation: 'cancel' } });
    for (const ask of ['confirm', 'start', 'withdraw'] as const)
      expect(await ruleOf(path, questions[ask])).toBe('yes');
    const asked = acting.calls.map(({ ask, by }) => `${ask} ${by?.person}`);
    expect(asked).toEqual(['propose ada', 'confirm ada', 'start ada', 'withdraw ada']);
  });

  it('a changing act goes on in the name of the person, with the user of the machine', async () => {
    const { path, acting } = await listening('otto');
    await askOnce(path, questions.propose);
    expect(acting.calls).toEqual([
      {
        ask: 'propose',
        by: { person: 'otto', actor: 'os:otto', slackUserId: null },
        given: {
          operation: 'backup.log',
          environment: 'production',
          options: {},
          by: { person: 'otto', actor: 'os:otto', slackUserId: null },
        },
      },
    ]);
  });

  it('an approval wants a code and the hash of the plan', async () => {
    const { path, acting } = await listening('ada');
    const approve = { ask: 'approve', id: 'R1' } as const;
    expect(await ruleOf(path, { ...approve, hash })).toBe('code-wrong');
    expect(await ruleOf(path, { ...approve, hash, code: '999999' })).toBe('code-wrong');
    expect(acting.calls.filter(({ ask }) => ask === 'approve')).toEqual([]);

    expect(await ruleOf(path, { ...approve, hash: hash.slice(0, 12), code: '123456' })).toBe('yes');
    expect(acting.calls.at(-1)).toMatchObject({ ask: 'approve', given: { hash } });
    // Another hash goes on as it was typed: the engine compares.
    await askOnce(path, { ...approve, hash: 'f'.repeat(12), code: '123456' });
    expect(acting.calls.at(-1)).toMatchObject({ ask: 'approve', given: { hash: 'f'.repeat(12) } });
  });

  it('where the operation wants a code anyway it is not used up before', async () => {
    const { path, acting, codes } = await listening('ada');
    acting.hold({ ...plannedRun, consent: { ...plannedRun.consent, stepUp: true } });
    await askOnce(path, questions.approve);
    expect(codes).toEqual([]);
    expect(acting.calls.at(-1)).toMatchObject({ ask: 'approve', given: { code: '123456' } });
  });

  it('says what is wrong with an unknown environment and an unknown run', async () => {
    const { path } = await listening('otto');
    expect(await ruleOf(path, { ...questions.propose, environment: 'staging' })).toBe(
      'environment-unknown',
    );
    expect(await ruleOf(path, { ask: 'runs', environment: 'staging' })).toBe('environment-unknown');
    expect(await ruleOf(path, { ask: 'find', id: 'R99' })).toBe('run-unknown');
  });
});

describe('S45 how the bot learns who asks', () => {
  /** Speaks to the bot by hand; `make` does what a client does with the path that it is shown. */
  async function greeted(path: string, make: (proof: string) => void): Promise<unknown> {
    const socket = createConnection(path);
    const lines = linesOf(socket);
    const shown = await lines.next();
    if (typeof shown !== 'object' || shown === null || !('prove' in shown)) throw new Error('none');
    make(String(shown.prove));
    lines.send({ made: true });
    const answer = await lines.next();
    socket.destroy();
    return answer;
  }
  const unproven = expect.objectContaining({ rule: 'unproven' });

  it('by a directory that only they can have made', async () => {
    const { path } = await listening('otto');
    const made = (proof: string) => mkdirSync(proof, { mode: 0o700 });
    expect(await greeted(path, made)).toEqual({ you: 'otto' });
  });

  it('not by anything else', async () => {
    const { path, directory } = await listening('otto');
    mkdirSync(join(directory, 'mine'), { mode: 0o700 });
    mkdirSync(join(directory, 'open'), { mode: 0o777 });
    expect(await greeted(path, () => {})).toEqual(unproven);
    expect(await greeted(path, (proof) => symlinkSync(join(directory, 'mine'), proof))).toEqual(
      unproven,
    );
    expect(await greeted(path, (proof) => renameSync(join(directory, 'open'), proof))).toEqual(
      unproven,
    );
    expect(await greeted(path, (proof) => mkdirSync(`${proof}x`, { mode: 0o700 }))).toEqual(
      unproven,
    );
  });

  it('nobody else may see the names', async () => {
    const { path } = await listening('otto');
    expect(statSync(`${path}.who`).mode & 0o7777).toBe(0o1733);
  });

  it('no proof stays behind', async () => {
    const { path } = await listening('otto');
    await askOnce(path, questions.runs);
    const { stdout } = await run('ls', ['-A', `${path}.who`]);
    expect(stdout).toBe('');
  });

  it('the kernel agrees about who made it', async () => {
    const { path } = await listening('otto');
    const uid = await proveOwner(join(`${path}.who`, 'x'), async () =>
      statSync(join(`${path}.who`, 'x')),
    );
    expect(uid.uid).toBe(userInfo().uid);
    const { stdout } = await run('id', ['-un', String(uid.uid)]);
    expect(stdout.trim()).toBe(me);
  });
});

describe('what comes over the socket', () => {
  it('is not understood unless it is a question, and then nothing is done', async () => {
    const { path, acting } = await listening('otto');
    const line = await askBot(path);
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        const answer = await line.ask(JSON.parse(text));
        expect(answer).toMatchObject({ kind: 'refusal', rule: 'not-understood' });
      }),
      { numRuns: 50 },
    );
    line.close();
    expect(acting.calls).toEqual([]);
  });

  it('with an extra key is not understood either', async () => {
    const { path } = await listening('otto');
    const forged = JSON.parse(JSON.stringify({ ...questions.propose, by: { person: 'ada' } }));
    const line = await askBot(path);
    expect(await line.ask(forged)).toMatchObject({ rule: 'not-understood' });
    line.close();
  });

  it('a line without end is cut off', async () => {
    const { path } = await listening('otto');
    const socket = createConnection(path);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.write('x'.repeat(2 * 1024 * 1024));
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});

describe('the socket', () => {
  it('says what to do when no bot is there', async () => {
    await expect(askBot('/nonexistent/hart.sock')).rejects.toMatchObject({
      code: 'target-unreachable',
      hint: expect.stringContaining('machine of the bot'),
    });
  });

  it('of a bot that died is taken over, of one that lives is not', async () => {
    const { path, services } = await listening('otto');
    const second = { path, services, userName: async () => null, ownUid: 1, log: silentLogger };
    await expect(startTerminal(second)).rejects.toMatchObject({ code: 'internal' });

    const script = `require('node:net').createServer().listen(${JSON.stringify(`${path}2`)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await run(process.execPath, ['-e', script]).catch(() => {});
    const server = await startTerminal({ ...second, path: `${path}2` });
    await server.close();
  });
});
