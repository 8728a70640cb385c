import { describe, expect, it } from 'vitest';
import type { IncidentChange } from '../../../src/domain/incident.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { mentionLine } from '../../../src/slack/blocks/mention-line.ts';
import { storyBlocks, threadLine } from '../../../src/slack/blocks/thread-line.ts';
import { anIncident, anInstance, NOON } from '../../fakes/views.ts';
import { brokenLimits } from './within-limits.ts';

describe('the thread', () => {
  const worse = anInstance({ severity: 'critical', value: 5120, threshold: '> 5000' });
  const lines: readonly (readonly [Omit<IncidentChange, 'at'>, string])[] = [
    [{ kind: 'worsened', instance: worse, detail: null }, '5,120, critical now (threshold 5,000)'],
    [{ kind: 'added', instance: worse, detail: null }, 'also 5,120 (threshold 5,000)'],
    [{ kind: 'acknowledged', instance: null, detail: 'otto' }, 'acknowledged by otto'],
    [{ kind: 'unacknowledged', instance: null, detail: 'otto' }, 'given back by otto'],
    [{ kind: 'handed-over', instance: null, detail: 'otto to ada' }, 'handed over by otto to ada'],
    [
      { kind: 'lapsed', instance: null, detail: 'otto took it 8 h ago' },
      'nobody has it any more: otto took it 8 h ago and has not confirmed it',
    ],
    [{ kind: 'escalated', instance: null, detail: null }, 'those on call were mentioned'],
    [
      { kind: 'escalated', instance: null, detail: '10 min' },
      'mentioned again: nobody had it for 10 min',
    ],
    [{ kind: 'silence-over', instance: null, detail: 'it is over' }, 'it is over'],
    [{ kind: 'repeated', instance: null, detail: '4 h' }, 'still open: repeated after 4 h'],
    [
      { kind: 'resolved', instance: { ...worse, value: 310 }, detail: null },
      'resolved: 310 (below 800)',
    ],
    // It went away while it was bad: its last value would say that it still is.
    [{ kind: 'resolved', instance: worse, detail: null }, 'resolved: `Neo4jSyncQueue`'],
    [
      {
        kind: 'resolved',
        instance: anInstance({
          labels: { replica: 'api-1' },
          value: 1,
          unit: 'flag',
        }),
        detail: null,
      },
      'resolved: `api-1`',
    ],
    [
      { kind: 'resolved', instance: { ...worse, value: 310 }, detail: 'below 800 for 5 min' },
      'resolved: 310 (below 800 for 5 min)',
    ],
    [
      { kind: 'note', instance: null, detail: 'vera: a <b> note' },
      'note by vera: a &lt;b&gt; note',
    ],
  ];

  it.each(lines)('%j', (change, words) => {
    const { text, blocks } = threadLine({ ...change, at: NOON }, anIncident());

    expect(text).toBe(`14:02 UTC ${words}`);
    expect(blocks).toEqual([
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `<!date^1795442531^{time}|14:02 UTC> ${words}` },
      },
    ]);
  });

  it('writes moments in the reader’s zone, and in plain words for those who see the text alone', () => {
    const change = {
      kind: 'silenced',
      instance: null,
      detail: 'vera: quiet',
      until: NOON,
    } as const;
    const { text, blocks } = threadLine({ ...change, at: NOON }, anIncident());

    expect(text).toBe('14:02 UTC silenced until 2026-11-23 14:02 UTC by vera: quiet');
    expect(JSON.stringify(blocks)).toContain('silenced until <!date^1795442531^');
  });

  it('mentions whoever has it already instead of those on call, and says how long nobody has', () => {
    const holder = { person: 'ada', slackUserId: 'UAPPROVER1', since: NOON };
    const onCall = { users: ['U1'], group: 'S1' };
    const held = mentionLine(anIncident({ instances: [worse], holder }), onCall);
    const nobody = mentionLine(anIncident({ instances: [worse] }), onCall, 10 * MINUTE);

    expect(held.text).toContain('<@UAPPROVER1>');
    expect(held.text).not.toContain('S1');
    expect(nobody.text).toMatch(/^🔴 <!subteam\^S1> .*, nobody has had it for 10 min$/);
  });

  it.each([
    ['vanished', 'it is not there any more'],
    ['no-data', 'none of the kind is found any more'],
    ['updated', 'its rule was changed, removed or switched off'],
    ['error', 'it cannot be measured, which its rule takes for well'],
  ] as const)('says why it is over where nobody measured it good again: %s', (ended, words) => {
    const instance = { ...worse, value: 310, ended };
    const change = { at: NOON, kind: 'instance-resolved', instance, detail: null } as const;

    expect(threadLine(change, anIncident()).text).toBe(
      `14:02 UTC resolved: \`Neo4jSyncQueue\` (${words})`,
    );
  });

  it('names as many as it is told, in paragraphs that Slack does not cut', () => {
    const names = Array.from({ length: 40 }, (_, index) => ({
      query: `${index}${'&'.repeat(30)}`,
    }));
    const change = { kind: 'listed', instance: null, detail: 'also 40 more', names } as const;
    const { text, blocks } = threadLine({ ...change, at: NOON }, anIncident());

    expect(text).toMatch(/^14:02 UTC also 40 more: `0(?:&amp;){30}`, `1/);
    expect(blocks.length).toBe(3);
    const told = JSON.stringify(blocks).match(/`\d+(?=&)/g);
    expect(told).toHaveLength(40);
    expect(brokenLimits({ text: 'shorter', blocks })).toEqual([]);
  });

  it('names a few in the story of an incident', () => {
    const names = Array.from({ length: 12 }, (_, index) => ({ queue: `Queue${index}` }));
    const change = {
      at: NOON,
      kind: 'listed',
      instance: null,
      detail: '12 at once',
      names,
    } as const;

    expect(JSON.stringify(storyBlocks(anIncident(), [change]))).toMatch(
      /12 at once: `Queue0`, .*`Queue4` and 7 more, in the thread"/,
    );
  });

  it('says of a check that cannot tell that it is so for another reason now', () => {
    const instance = anInstance({ labels: { check: 'storage' }, unit: 'flag', ended: 'updated' });
    const unknown = anIncident({ alert: 'check-unknown', instances: [instance] });
    const { text } = threadLine({ at: NOON, kind: 'resolved', instance, detail: null }, unknown);

    expect(text).toBe('14:02 UTC resolved: `storage` (no longer for this reason)');
  });

  it('names the instance where there are several', () => {
    const incident = anIncident({ instances: [worse, anInstance({ fingerprint: 'f2' })] });
    const { text } = threadLine(
      { at: NOON, kind: 'worsened', instance: worse, detail: null },
      incident,
    );

    expect(text).toContain('`Neo4jSyncQueue` 5,120, critical now');
  });

  it.each([
    [{ users: ['U1', 'U2'], group: null }, '🔴 <@U1> <@U2> Queue backlog: `Neo4jSyncQueue` 5,120'],
    [{ users: ['U1'], group: 'S1' }, '🔴 <!subteam^S1> Queue backlog: `Neo4jSyncQueue` 5,120'],
    [{ users: [], group: null }, '🔴 Queue backlog: `Neo4jSyncQueue` 5,120'],
  ])('mentions those on call once: %j', (onCall, line) => {
    const { text } = mentionLine(anIncident({ instances: [worse] }), onCall);

    expect(text).toBe(`${line}, nobody has it`);
  });
});
