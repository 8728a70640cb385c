import { expect, it } from 'vitest';
import type { RestoreFacts, SessionFacts } from '../../../src/operations/restore-run/facts.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import {
  stillThere,
  strangerNotes,
  strangersIn,
  whoWords,
} from '../../../src/operations/restore-run/strangers.ts';
import { anOrder, theContext, theFacts } from './restore-facts.ts';

const session: SessionFacts = {
  id: 61,
  login: 'HartonomousApp',
  program: 'Hartonomous.Api',
  host: 'api-1',
  disabled: false,
  activated: false,
  openTransactions: 0,
  logBytes: 0,
  rollingBack: false,
};

const row = (login: string, program: string, isReader = 0) => ({
  session_id: 61,
  login,
  program,
  host: 'here',
  is_reader: isReader,
  login_disabled: 0,
  open_transactions: 0,
  log_bytes: '0',
  rolling_back: 0,
});

it('S1 ours are the sessions of our two logins, whatever others call themselves', () => {
  const rows = [
    row('hart_reader', 'hart', 1),
    row('HART_OPERATOR', 'hart R7'),
    row('HartonomousApp', 'hart R7'),
    row('sa', 'hart'),
  ];
  const strangers = (operator: string | null) =>
    strangersIn(rows, operator).map(({ login }) => login);
  expect(strangers('hart_operator')).toEqual(['HartonomousApp', 'sa']);
  expect(strangers(null)).toEqual(['HART_OPERATOR', 'HartonomousApp', 'sa']);
});

it('S1 who is in by a disabled login, or by a queue, does not come back and is not waited for', () => {
  const away = { ...session, id: 62, login: 'Old', disabled: true };
  const activated = { ...session, id: 63, activated: true };
  expect(stillThere([session, away, activated])).toEqual([session]);
  expect(strangerNotes([away, activated], theContext.template)).toEqual([]);
});

it('S1 says who has to be stopped, by program, login and host, and each login once', () => {
  const others = [
    session,
    { ...session, id: 62 },
    { ...session, id: 63, program: 'Workers.`Sync`', host: null },
    { ...session, id: 64, program: '', login: 'CORP\\a]b' },
  ];
  expect(strangerNotes(others, theContext.template)).toEqual([
    'Stop the application and the workers before it starts; it waits 10 minutes for that, and goes no further while one of these is there: `Hartonomous.Api` as `HartonomousApp` from `api-1` (2), `Workers.ʼSyncʼ` as `HartonomousApp`, `no name` as `CORP\\a]b` from `api-1`. Or let the DBA disable the logins, and enable them afterwards: `ALTER LOGIN [CORP\\a]]b] DISABLE`, `ALTER LOGIN [HartonomousApp] DISABLE`.',
  ]);
  expect(strangerNotes(null, theContext.template)).toEqual([]);
});

it('S1 names eight of many, and says how many more', () => {
  const many = Array.from({ length: 11 }, (_, id) => ({ ...session, id, program: `job ${id}` }));
  expect(whoWords(many)).toMatch(/`job 7` as `HartonomousApp` from `api-1`, 3 more$/);
});

it('S15 shows open transactions with the log that they hold, the largest first', () => {
  const open = [
    { ...session, openTransactions: 1, logBytes: 3 * 2 ** 20, disabled: true },
    { ...session, id: 62, openTransactions: 2, logBytes: 2 ** 31, disabled: true },
  ];
  expect(strangerNotes(open, theContext.template)).toEqual([
    '2 sessions with open transactions, rolled back before the tail is taken: `Hartonomous.Api` as `HartonomousApp` (session 62, 2.0 GB of log), `Hartonomous.Api` as `HartonomousApp` (session 61, 3 MB of log).',
  ]);
});

function planFor(sessions: RestoreFacts['sessions']) {
  const order = anOrder({ end: { kind: 'latest' } });
  return planInPlace(order, theFacts({ sessions }), theContext);
}

it.each([
  [
    'something rolls back',
    [{ ...session, rollingBack: true }],
    '1 session of the database is rolling back: `Hartonomous.Api` as `HartonomousApp` (session 61). To end one makes it start again at recovery.',
  ],
  [
    'open transactions hold more of the log than the limit',
    [
      { ...session, openTransactions: 1, logBytes: 2 ** 29 },
      { ...session, id: 62, openTransactions: 1, logBytes: 2 ** 29 + 1 },
    ],
    'Open transactions hold 1.0 GB of the log, more than 1.0 GB: they would be rolled back first. Most of it: `Hartonomous.Api` as `HartonomousApp` (session 62, 512 MB of log), `Hartonomous.Api` as `HartonomousApp` (session 61, 512 MB of log).',
  ],
  ['nobody knows', null, 'Who uses the database is not known: no plan without it.'],
] as const)('S15 refuses while %s', (_, sessions, message) => {
  expect(planFor(sessions)).toMatchObject({ rule: 'S15', message });
});

it('S15 plans where many have written little: it is soon rolled back', () => {
  const little = { ...session, openTransactions: 1, logBytes: 2 ** 20 };
  const plan = planFor(Array.from({ length: 40 }, (_, id) => ({ ...little, id })));
  if ('rule' in plan) throw new Error(plan.message);
  expect(plan.notes.join(' ')).toContain('40 sessions with open transactions, rolled back before');
  expect(plan.steps.find(({ id }) => id === 'quiet')?.title).toContain(
    '40 connections now; 40 open transactions',
  );
});
