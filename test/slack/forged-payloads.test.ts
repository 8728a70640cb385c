import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bot } from '../../sandbox/slack/ids.ts';
import { actionIds } from '../../src/slack/blocks/elements.ts';
import { commands } from '../../src/slack/commands/commands.ts';
import { submissions } from '../../src/slack/views/submissions.ts';
import { aHash, aRun } from '../fakes/runs.ts';
import { fieldValues, forger, type RunBench, startRunBench } from './run-bench.ts';
import { approvedByBoth, asked } from './run-cases.ts';
import { waitFor } from './slack-bench.ts';

/**
 * Payloads that no client of Slack's sends: any id with any value, dialogs about anything. Whatever comes, nothing is done
 * by whom it does not belong to, and every refusal is on record.
 */

let all: RunBench;
beforeAll(async () => {
  all = await startRunBench();
});
afterAll(() => all.bench.close());
beforeEach(() => {
  const report = { title: 'Done', lines: [], left: [], next: [] };
  all.acting.put(asked());
  all.acting.put({ ...approvedByBoth(), id: 'R205' });
  all.acting.put(aRun({ id: 'R206', state: 'done', report }));
  all.acting.put(asked({ id: 'R207', state: 'planned' }));
  all.acting.put(aRun({ id: 'R208', state: 'running' }));
});

const insiders = ['UVIEWER', 'UOPERATOR', 'UAPPROVER1', 'UAPPROVER2', 'UADMIN'];
const outsiders = ['UGUEST', 'UOUTSIDER', bot.userId, 'UNOBODY', '', '<!channel>'];
const runs = ['R204', 'R205', 'R206', 'R207', 'R208'];

const junk = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    ...runs,
    ...runs.map((id) => `${id} ${aHash}`),
    `R204 ${'0'.repeat(64)}`,
    'r204',
    ' R204',
    '7Q3F',
    'production',
    'staging',
    '__proto__',
    'constructor',
    '{"approvals":2}',
    "R204'; DROP TABLE runs; --",
    '../../etc/passwd',
  ),
);
const fields = fc.dictionary(
  fc.constantFrom(
    'typed',
    'code',
    'why',
    'how',
    'until',
    'at',
    'seconds',
    'copy',
    'moves',
    'keep',
    'fork',
    'queue',
    'act',
    'person',
    'note',
    'incident',
    'matchers',
    'duration',
    'comment',
  ),
  fc.oneof(junk, fc.constantFrom('production/Hartonomous', 'in-place', 'queue.drop', 'show', '2h')),
);
const action = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.values(actionIds)) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);
const callback = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...submissions.map(({ callbackId }) => callbackId)) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);
const text = fc
  .tuple(
    fc.oneof(fc.constantFrom(...commands.map(({ name }) => name), 'approve', 'start'), junk),
    fc.array(junk, { maxLength: 3 }),
  )
  .map(([name, rest]) => [name, ...rest].join(' '));
const user = (ids: readonly string[]) => fc.constantFrom(...ids);
const channel = fc.constantFrom('COPS', 'CSHARED', 'CGONE', '', 'DUOPERATOR');

type Forge = ReturnType<typeof forger>;
type Payload = (forge: Forge) => Promise<unknown>;

/** Any of the four ways in. Buttons' values may be no text at all. */
function payloadOf(ids: readonly string[]): fc.Arbitrary<readonly [string, Payload]> {
  const value = fc.oneof(junk, fc.constantFrom<unknown>(null, 7, { run: 'R205' }, ['R205']));
  return fc.oneof(
    fc
      .tuple(user(ids), channel, text)
      .map(([who, where, what]): readonly [string, Payload] => [
        `${who} types ${what}`,
        (forge) => forge.command(who, where, what),
      ]),
    fc
      .tuple(user(ids), channel, action, value)
      .map(([who, where, id, what]): readonly [string, Payload] => [
        `${who} clicks ${id}`,
        (forge) => forge.click(who, where, id, what),
      ]),
    fc
      .tuple(user(ids), action, value, junk, fields)
      .map(([who, id, what, about, values]): readonly [string, Payload] => [
        `${who} clicks ${id} in a dialog`,
        (forge) => forge.clickInDialog(who, id, what, about, fieldValues(values)),
      ]),
    fc
      .tuple(user(ids), callback, junk, fields)
      .map(([who, id, about, values]): readonly [string, Payload] => [
        `${who} submits ${id}`,
        (forge) => forge.submit(who, id, about, fieldValues(values)),
      ]),
  );
}

/** Who of the sandbox's people may be behind an act at all. */
const mayAct: Readonly<Record<string, readonly string[]>> = {
  // Approvers may ask for cancels, and carry on with those that they asked for.
  propose: ['otto', 'ada', 'ben'],
  askAgain: ['otto'],
  confirm: ['otto', 'ada', 'ben'],
  withdraw: ['otto', 'ada', 'ben'],
  start: ['otto', 'ada', 'ben'],
  approve: ['ada', 'ben'],
  reject: ['ada', 'ben'],
  cancel: ['otto', 'ada', 'ben'],
};

/** What nobody answers to is not acknowledged either: it is not waited for. */
function sendAll(payloads: readonly (readonly [string, Payload])[]): void {
  for (const [, send] of payloads) send(forger(all.bench)).catch(() => null);
}

/** All that was sent has been answered: a last command of someone who may is. */
async function settled(): Promise<void> {
  const { audited } = all.bench.services;
  const before = audited.length;
  await forger(all.bench).command('UADMIN', 'COPS', 'whoami');
  await waitFor(() =>
    audited
      .slice(before)
      .some(({ actor, action: what }) => /UADMIN/.test(actor) && what === 'whoami'),
  );
}

describe('S42 S43 forged payloads', () => {
  it('from whoever holds no right do nothing at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(payloadOf(outsiders), { minLength: 1, maxLength: 12 }),
        async (payloads) => {
          const { audited, posted } = all.bench.services;
          const before = audited.length;
          sendAll(payloads);
          await settled();
          const theirs = audited.slice(before).filter(({ actor }) => !actor.includes('UADMIN'));

          expect(all.acting.tried).toEqual([]);
          expect(posted).toEqual([]);
          expect(theirs.filter(({ outcome }) => outcome !== 'refused')).toEqual([]);
          expect(theirs.every(({ detail }) => detail['rule'] !== undefined)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('from people do only what their roles allow, on runs that allow it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(payloadOf(insiders), { minLength: 1, maxLength: 12 }),
        async (payloads) => {
          const { audited } = all.bench.services;
          const before = audited.length;
          const triedBefore = all.acting.tried.length;
          sendAll(payloads);
          await settled();
          const entries = audited.slice(before);
          const tried = all.acting.tried.slice(triedBefore);

          for (const { act, by } of tried)
            expect([act, mayAct[act]]).toEqual([act, expect.arrayContaining([by])]);
          for (const { act, id, by, refused } of tried)
            if (refused === null && ['confirm', 'start', 'withdraw'].includes(act))
              expect(all.acting.runs.get(id)?.order.by.person).toBe(by);
          const others = all.acting.proposed.filter(({ by }) => by.person !== 'otto');
          expect(others.every(({ operation }) => operation === 'cancel')).toBe(true);
          const refused = tried.filter((one) => one.refused !== null);
          const onRecord = entries.filter(({ outcome }) => outcome === 'refused');
          expect(onRecord.length).toBeGreaterThanOrEqual(refused.length);
          for (const { approvals, state, consent, order } of all.acting.runs.values()) {
            const agreed = new Set(approvals.map(({ by }) => by.person));
            expect(agreed.has(order.by.person)).toBe(false);
            expect(approvals.every(({ hash }) => hash === aHash)).toBe(true);
            if (state === 'approved') expect(agreed.size).toBeGreaterThanOrEqual(consent.approvals);
          }
          expect(entries.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
