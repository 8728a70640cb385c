import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/authority.ts';
import type { Authority } from '../../src/operations/authorise.ts';
import { actionIds } from '../../src/slack/blocks/elements.ts';
import { commands } from '../../src/slack/commands/commands.ts';
import { submissions } from '../../src/slack/views/submissions.ts';
import { fakeServices } from '../fakes/fake-services.ts';
import { aHash, aRun } from '../fakes/runs.ts';
import { authority, known, type Person, unnamed, withoutVera } from './rights-people.ts';
import { fieldValues, forger, type RunBench, startRunBench } from './run-bench.ts';
import { asked } from './run-cases.ts';
import { waitFor } from './slack-bench.ts';

/**
 * Who may do what, of every command, button and dialog: written down here once more by hand, and asked over the socket by
 * each kind of person, with payloads that are in order. What is refused does nothing and is on record (safety rules S40 to S42).
 */

/** What is typed, and the roles of which any will do. */
const typed: Readonly<Record<string, readonly [rest: string, ...Role[]]>> = {
  status: ['', 'viewer'],
  check: ['', 'viewer'],
  queues: ['', 'viewer'],
  alerts: ['', 'viewer'],
  ack: ['7Q3F', 'responder'],
  unack: ['7Q3F', 'responder'],
  handover: ['7Q3F @ben', 'responder'],
  silence: ['7Q3F 2h', 'responder'],
  unsilence: ['S3F07', 'responder'],
  snooze: ['7Q3F 1h', 'responder'],
  note: ['7Q3F text', 'responder'],
  timeline: ['7Q3F', 'responder'],
  backups: ['', 'viewer'],
  backup: ['log', 'operator'],
  restore: ['', 'operator'],
  resync: ['', 'operator'],
  runs: ['', 'viewer'],
  cancel: ['R204', 'operator', 'approver'],
  digest: ['', 'viewer'],
  'test-alert': ['', 'operator'],
  audit: ['', 'approver', 'admin'],
  whoami: ['', 'viewer'],
  help: ['', 'viewer'],
};

/** The button's value, and the roles of which any will do. */
const pressed: Readonly<Record<string, readonly [value: string, ...Role[]]>> = {
  [actionIds.runCheck]: ['7Q3F', 'viewer'],
  [actionIds.showQueues]: ['7Q3F', 'viewer'],
  [actionIds.acknowledge]: ['7Q3F', 'responder'],
  [actionIds.unacknowledge]: ['7Q3F', 'responder'],
  [actionIds.handOver]: ['7Q3F', 'responder'],
  [actionIds.silence]: ['7Q3F', 'responder'],
  [actionIds.snooze]: ['7Q3F 4h', 'responder'],
  [actionIds.addNote]: ['7Q3F', 'responder'],
  [actionIds.exportTimeline]: ['7Q3F', 'responder'],
  [actionIds.signOff]: ['production/task', 'responder'],
  [actionIds.helpIncident]: ['7Q3F', 'operator'],
  [actionIds.approveRun]: ['R204', 'approver'],
  [actionIds.rejectRun]: ['R204', 'approver'],
  [actionIds.withdrawRun]: ['R204', 'operator', 'approver'],
  [actionIds.startRun]: ['R205', 'operator', 'approver'],
  [actionIds.cancelRun]: ['R204', 'operator', 'approver'],
  [actionIds.askRunAgain]: ['R204', 'operator'],
  [actionIds.runStatements]: ['R204', 'viewer'],
  [actionIds.runStatementsFile]: ['R204', 'viewer'],
  [actionIds.followRun1]: ['R206', 'operator'],
  [actionIds.followRun2]: ['R206', 'operator'],
  [actionIds.followRun3]: ['R206', 'operator'],
};
/** About what a person has before them: their value is of a shown view, or they stand in a dialog. */
const ofViews: readonly string[] = [
  actionIds.postToChannel,
  actionIds.refresh,
  actionIds.queueActs,
  actionIds.previewSilence,
  actionIds.redrawRestore,
];

/** What the dialog is about, what stands in it, and the roles of which any will do. */
const submitted: Readonly<
  Record<string, readonly [about: string, fields: Readonly<Record<string, string>>, ...Role[]]>
> = {
  silence: [
    'production',
    { matchers: 'alert=queue-backlog', duration: '2h', comment: 'why' },
    'responder',
  ],
  hand_over: ['7Q3F', { person: 'ben' }, 'responder'],
  note: ['7Q3F', { note: 'text' }, 'responder'],
  note_to: ['', { incident: '7Q3F', note: 'text' }, 'responder'],
  restore: ['production', { how: 'in-place', until: 'latest' }, 'operator'],
  queue_act: ['production', { queue: 'ActQueue', act: 'queue.enable' }, 'operator'],
  run_confirm: [`R204 ${aHash}`, {}, 'operator', 'approver'],
  run_approve: [`R204 ${aHash}`, {}, 'approver'],
  run_reject: [`R204 ${aHash}`, { why: 'no' }, 'approver'],
  run_cancel: [`R204 ${aHash}`, {}, 'operator', 'approver'],
};

function benchOf(who: Authority): Promise<RunBench> {
  const { facts } = fakeServices();
  return startRunBench({}, { facts: { ...facts, authority: who } });
}

let all: RunBench;
let other: RunBench;
beforeAll(async () => {
  all = await benchOf(authority);
  other = await benchOf(withoutVera);
});
afterAll(async () => {
  await all.bench.close();
  await other.bench.close();
});

type Send = (forge: ReturnType<typeof forger>, person: Person) => Promise<unknown>;

/** Sends it and waits for what is on record of it; then for what was done behind it. */
async function outcome(person: Person, send: Send) {
  const { bench, acting } = person === unnamed ? other : all;
  const report = { title: 'Done', lines: [], left: [], next: [] };
  acting.put(asked());
  acting.put(asked({ id: 'R205', state: 'approved' }));
  acting.put(aRun({ id: 'R206', state: 'done', report }));
  const tried = acting.tried.length;
  const { audited } = bench.services;
  const before = audited.length;
  await send(forger(bench), person);
  const entry = await waitFor(() => audited.slice(before).find((one) => one.outcome !== 'started'));
  const rule = String(entry.detail['rule'] ?? '');
  return { entry, rule, tried: acting.tried.slice(tried), actor: entry.actor };
}

const rightsRules =
  /^(role-missing|role-empty|no-person|guest|bot|stranger|foreign-team|account-unknown|shared-channel|channel-unknown)$/;

/** What is other than the table says: empty when nothing is. */
async function complaint(person: Person, roles: readonly Role[], send: Send): Promise<string[]> {
  const allowed = roles.some((role) => person.roles.includes(role));
  const { entry, rule, tried, actor } = await outcome(person, send);
  const what = `${entry.action}: ${entry.outcome} ${rule} by ${actor}`;
  if (!new RegExp(`^slack:T\\w+/${person.user}$`).test(actor))
    return [`${what}, not ${person.user}`];
  if (allowed) return rightsRules.test(rule) ? [`${what}, though allowed`] : [];
  const refused = entry.outcome === 'refused' && rightsRules.test(rule);
  return refused && tried.length === 0 ? [] : [`${what}, though not allowed`];
}

async function complaints(
  person: Person,
  cases: readonly (readonly [readonly Role[], Send])[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [roles, send] of cases) found.push(...(await complaint(person, roles, send)));
  return found;
}

const people = [...known, unnamed];

describe('S42 commands', () => {
  it('the table has them all', () => {
    expect(Object.keys(typed).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  });

  it.each(people)('of $name', async (person) => {
    const cases = Object.entries(typed).map(([name, [rest, ...roles]]): [Role[], Send] => [
      roles,
      (forge, { user, channel }) => forge.command(user, channel, `${name} ${rest}`),
    ]);

    expect(await complaints(person, cases)).toEqual([]);
  });
});

describe('S42 buttons', () => {
  it('the table has them all', () => {
    const names = [...Object.keys(pressed), ...ofViews].toSorted();
    expect(names).toEqual(Object.values(actionIds).toSorted());
  });

  it.each(people)('of $name', async (person) => {
    const cases = Object.entries(pressed).map(([action, [value, ...roles]]): [Role[], Send] => [
      roles,
      (forge, { user, channel }) => forge.click(user, channel, action, value),
    ]);

    expect(await complaints(person, cases)).toEqual([]);
  });

  it.each(people.filter(({ channel }) => channel === 'COPS'))(
    'in dialogs, of $name',
    async (person) => {
      const cases = [
        ['operator', actionIds.redrawRestore],
        ['responder', actionIds.previewSilence],
      ] as const;
      const sent = cases.map(([role, action]): [Role[], Send] => [
        [role],
        (forge, { user }) => forge.clickInDialog(user, action, 'production', 'production'),
      ]);

      expect(await complaints(person, sent)).toEqual([]);
    },
  );

  it.each(people)('on a view that someone else was shown, of $name', async (person) => {
    const { bench } = person === unnamed ? other : all;
    const { audited } = bench.services;
    const before = audited.length;
    const shown = await bench.ask('UOPERATOR', '/hart queues', /1,480/);
    await waitFor(() => audited.slice(before).find(({ outcome: was }) => was === 'done'));
    const value = /"value":"(view-[^"]+)"/.exec(JSON.stringify(shown.blocks))?.[1] ?? '';
    const cases = [
      ['viewer', actionIds.postToChannel],
      ['viewer', actionIds.refresh],
      ['operator', actionIds.queueActs],
    ] as const;
    const sent = cases.map(([role, action]): [Role[], Send] => [
      [role],
      (forge, { user, channel }) => forge.click(user, channel, action, value),
    ]);

    expect(await complaints(person, sent)).toEqual([]);
  });
});

describe('S42 dialogs', () => {
  it('the table has them all', () => {
    const names = submissions.map(({ callbackId }) => callbackId).toSorted();
    expect(Object.keys(submitted).toSorted()).toEqual(names);
  });

  // A dialog stands in no channel, so a shared one cannot be told there: the one who opened it was asked before.
  it.each(people.filter(({ channel }) => channel === 'COPS'))('of $name', async (person) => {
    const cases = Object.entries(submitted).map(
      ([callback, [about, fields, ...roles]]): [Role[], Send] => [
        roles,
        (forge, { user }) => forge.submit(user, callback, about, fieldValues(fields)),
      ],
    );

    expect(await complaints(person, cases)).toEqual([]);
  });
});

describe('S42 what Slack does not say', () => {
  it.each([
    ['who it is', 'UGONE', 'COPS', 'account-unknown'],
    ['who reads the channel', 'UOPERATOR', 'CGONE', 'channel-unknown'],
  ])('%s: refused', async (_, user, channel, rule) => {
    const { bench, acting } = all;
    acting.put(asked({ id: 'R207', state: 'approved' }));
    const { audited } = bench.services;
    const before = audited.length;
    await forger(bench).click(user, channel, actionIds.startRun, 'R207');
    const entry = await waitFor(() => audited.slice(before).at(-1));

    expect(entry).toMatchObject({ outcome: 'refused', detail: { rule } });
    expect(acting.runs.get('R207')?.state).toBe('approved');
  });
});
