import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Refusal } from '../../src/domain/authority.ts';
import { type Authority, authorise } from '../../src/operations/authorise.ts';
import type { TerminalServices } from '../../src/terminal/answer-question.ts';
import { askBot } from '../../src/terminal/ask-bot.ts';
import type { TerminalQuestion } from '../../src/terminal/questions.ts';
import { startTerminal } from '../../src/terminal/start-terminal.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { notingActing, plannedRun } from './noting-acting.ts';

/** One role each; of `mallory` the configuration knows nothing. */
const authority: Authority = {
  teamId: 'T1',
  people: [
    { name: 'otto', slack: [], os: ['otto'] },
    { name: 'ada', slack: [], os: ['ada'] },
    { name: 'alma', slack: [], os: ['alma'] },
    { name: 'vera', slack: [], os: ['vera'] },
  ],
  roles: {
    viewer: { people: ['vera'], groups: [] },
    operator: { people: ['otto'], groups: [] },
    approver: { people: ['ada'], groups: [] },
    admin: { people: ['alma'], groups: [] },
  },
  approversFromGroup: false,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A bot that listens, and takes whoever connects for the user `name`. */
export async function listening(name: string, changed: { readonly ownUid?: number } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'hart-terminal-'));
  const path = join(directory, 'hart.sock');
  const acting = notingActing();
  const audited: AuditEntry[] = [];
  const codes: string[] = [];
  const services: TerminalServices = {
    acting,
    environments: ['production'],
    gate: async ({ os, wanted, action, environment }) =>
      authorise({
        // The test runs as one user: another uid stands in for root, who would be nobody.
        os: { ...os, uid: os.uid === 0 ? 1000 : os.uid },
        wanted,
        action,
        environment,
        authority,
        groups: new Map(),
      }),
    stepUp: {
      async verify(_person, code) {
        codes.push(code ?? '');
        return code === '123456' ? null : refused('code-wrong');
      },
      enrol: async (person) => ({ uri: `otpauth://totp/${person}` }),
      admit: async (person, admin) => (person === admin ? refused('own-enrolment') : null),
    },
    acknowledge: async () => null,
    audit: async (entry) => void audited.push(entry),
    now: () => 0,
  };
  const server = await startTerminal({
    path,
    services,
    userName: async () => name,
    ownUid: changed.ownUid ?? -1,
    log: silentLogger,
    patience: 5000,
  });
  closing.push(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { path, directory, services, acting, audited, codes };
}

function refused(rule: string): Refusal {
  return { kind: 'refusal', rule, message: 'no', hint: 'none' };
}

/** One question over a line of its own. */
export async function askOnce(path: string, question: TerminalQuestion) {
  const line = await askBot(path);
  try {
    return await line.ask(question);
  } finally {
    line.close();
  }
}

/** By which rule it was refused; `yes` if it was not. */
export async function ruleOf(path: string, question: TerminalQuestion): Promise<string> {
  const answer = await askOnce(path, question);
  return answer.kind === 'refusal' ? answer.rule : 'yes';
}

export const hash = plannedRun.hash;
/** One of each kind, none of them wrong in itself. */
export const questions = {
  propose: { ask: 'propose', operation: 'backup.log', environment: 'production', options: {} },
  confirm: { ask: 'confirm', id: 'R1', hash },
  approve: { ask: 'approve', id: 'R1', hash, code: '123456' },
  reject: { ask: 'reject', id: 'R1', why: 'not now' },
  withdraw: { ask: 'withdraw', id: 'R1' },
  start: { ask: 'start', id: 'R1' },
  cancel: { ask: 'cancel', id: 'R1' },
  find: { ask: 'find', id: 'R1' },
  runs: { ask: 'runs', environment: 'production' },
  enrol: { ask: 'enrol' },
  admit: { ask: 'admit', person: 'ada' },
  acknowledge: { ask: 'acknowledge' },
} as const satisfies Readonly<Record<TerminalQuestion['ask'], TerminalQuestion>>;
