import { describe, expect, it } from 'vitest';
import {
  approverMentions,
  approverWords,
  type MayApprove,
} from '../../../src/slack/blocks/approver-words.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { ada, aPlan, aRun, backupPlan, twoApprovals } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const mayApprove: MayApprove = {
  people: [
    { name: 'ada', slackUserId: 'UAPPROVER1' },
    { name: 'ben', slackUserId: 'UAPPROVER2' },
    { name: 'otto', slackUserId: 'UOPERATOR' },
    { name: 'cleo', slackUserId: null },
  ],
  groups: [
    { id: 'SDBA', handle: 'dbas' },
    { id: 'SNEW', handle: null },
  ],
};
const medium = aPlan({ risk: 'medium' });
const oneGave = { approvals: [{ by: ada, at: NOON, hash: 'h' }] };

describe('who may approve', () => {
  it('is named on the card: people and groups but the requester and those who did, notifying nobody', () => {
    const card = runCard(aRun({ plan: medium, consent: twoApprovals, ...oneGave }), {
      now: NOON,
      mayApprove,
    });

    expect(readMessage(card)).toContain(
      'May approve: @ben, @cleo, members of @dbas, members of the group SNEW.',
    );
    expect(JSON.stringify(card)).not.toMatch(/<[@!](?!date)/);
  });

  it('S41 of what is critical are people by name, no groups', () => {
    expect(approverWords(aRun(), mayApprove)).toBe('May approve: @ada, @ben, @cleo.');
    expect(approverWords(aRun(oneGave), { ...mayApprove, people: [] })).toBe(
      'Nobody else may approve it: see the role *approver* in `hart.yml`.',
    );
  });

  it('is not said where nobody has to, or all have', () => {
    const said = (run: Parameters<typeof runCard>[0]) =>
      readMessage(runCard(run, { now: NOON, mayApprove }));
    expect(said(aRun({ plan: backupPlan() }))).not.toContain('May approve');
    expect(said(aRun({ ...oneGave, state: 'approved' }))).not.toContain('May approve');
  });

  it('is called by name once; a group only where no person could be', () => {
    const run = aRun({ plan: medium });
    expect(approverMentions(run, mayApprove)).toBe('<@UAPPROVER1> <@UAPPROVER2>');
    const groups = { ...mayApprove, people: mayApprove.people.slice(2) };
    expect(approverMentions(run, groups)).toBe('<!subteam^SDBA> <!subteam^SNEW>');
    expect(approverMentions(aRun(), groups)).toBe('');
  });

  it('is written without markup, whatever a group is called', () => {
    const groups = [{ id: 'S1', handle: '<!channel> & all' }];
    expect(approverWords(aRun({ plan: medium }), { people: [], groups })).not.toContain('<!');
  });
});
