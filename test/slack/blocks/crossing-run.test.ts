import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import type { Approval, Run } from '../../../src/domain/run.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { runMessages } from '../../../src/slack/blocks/run-messages.ts';
import { confirmForm } from '../../../src/slack/views/run-forms.ts';
import { ada, aPlan, aRun } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const mayApprove = {
  people: [{ name: 'ada', slackUserId: 'UADA' }],
  groups: [],
  others: [{ environment: 'source', people: [{ name: 'sam', slackUserId: 'USAM' }], groups: [] }],
};
const plan = aPlan({ environment: 'staging', approversOf: ['source'] });
const crossing = (changed: Partial<Run> = {}): Run =>
  aRun({ plan, consent: { approvals: 1, typedName: false, stepUp: false }, ...changed });
const given = (person: string, approverOf: readonly string[]): Approval => ({
  by: { ...ada, person },
  at: NOON,
  hash: 'h',
  approverOf,
});
const card = (run: Run) => readMessage(runCard(run, { now: NOON, mayApprove }));

describe('S17 the card of a run that takes another environment’s data', () => {
  it('names what is missing of both sides, and who may', () => {
    const words = card(crossing());
    expect(words).toContain('*Approvals:* 0 of 1 (missing: one approver of source)');
    expect(words).toContain('May approve: @ada.');
    expect(words).toContain('May approve for source: @sam.');
  });

  it('asks no side for what it has given', () => {
    const own = card(crossing({ approvals: [given('ada', [crossing().order.environment])] }));
    expect(own).toContain('*Approvals:* 1 of 1 (missing: one approver of source): @ada');
    expect(own).not.toContain('May approve:');
    expect(own).toContain('May approve for source: @sam.');

    const other = card(crossing({ approvals: [given('sam', ['source'])] }));
    expect(other).toContain('*Approvals:* 0 of 1, and one of source: @sam');
    expect(other).not.toContain('for source');

    const both = [given('ada', [crossing().order.environment]), given('sam', ['source'])];
    expect(card(crossing({ state: 'approved', approvals: both }))).toMatch(
      /\*Approvals:\* 1 of 1, and one of source: @ada .*, @sam /,
    );
  });

  it('calls the approvers of both, and says so where those of the other are', () => {
    const messages = (run: Run) =>
      runMessages(run, {
        now: NOON,
        channel: 'CSTAGING',
        mayApprove,
        elsewhere: [{ environment: 'source', channel: 'CSOURCE' }],
      });
    const [, call, line] = messages(crossing());
    expect(call?.content.text).toMatch(/^\S+ <@UADA> <@USAM> .*waits for 1 approval and one by an/);
    expect(line).toMatchObject({ channel: 'CSOURCE', thread: null, key: 'run:R204:call:source' });
    expect(line?.content.text).toContain('wants an approver of source too, in <#CSTAGING>');
    const settled = messages(crossing({ state: 'rejected' })).find(({ key }) => key === line?.key);
    expect(settled?.content.text).toMatch(/: rejected, run R204$/);
    for (const { content } of messages(crossing()))
      expect(checkBlocks(content.blocks, 'message')).toEqual([]);
    expect(messages(crossing({ state: 'planned', confirmedAt: null }))).toHaveLength(1);
  });

  it('says to the requester whose approvals come next', () => {
    expect(JSON.stringify(confirmForm(crossing({ state: 'planned' })).blocks)).toContain(
      'one approval by someone else is wanted, and that of an approver of source, and you start it.',
    );
  });
});
