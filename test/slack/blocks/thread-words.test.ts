import { describe, expect, it } from 'vitest';
import type { IncidentChange } from '../../../src/domain/incident.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { threadLine } from '../../../src/slack/blocks/thread-line.ts';
import { timelineFile } from '../../../src/slack/blocks/timeline-file.ts';
import { anIncident, NOON } from '../../fakes/views.ts';

function change(changed: Partial<IncidentChange> & Pick<IncidentChange, 'kind'>): IncidentChange {
  return { at: NOON, instance: null, detail: null, ...changed };
}

const cases: readonly (readonly [string, IncidentChange])[] = [
  [
    'snoozed until 2026-11-23 15:02 UTC by otto',
    change({ kind: 'snoozed', detail: 'otto', until: NOON + HOUR }),
  ],
  [
    'no longer snoozed: the snooze of otto is over',
    change({ kind: 'snooze-over', detail: 'the snooze of otto is over' }),
  ],
  [
    'in maintenance: Restore `Hartonomous`, run R204 of otto',
    change({ kind: 'window', detail: 'Restore `Hartonomous`, run R204 of otto' }),
  ],
  ['queue enabled, run R204', change({ kind: 'did', detail: 'queue enabled, run R204' })],
  [
    'hart was not running from 2026-11-23 13:02 UTC to 2026-11-23 14:02 UTC',
    change({ kind: 'not-watched', since: NOON - HOUR }),
  ],
  [
    'note by otto: &lt;!channel&gt; look',
    change({ kind: 'note', detail: 'otto: <!channel> look' }),
  ],
];

describe('a line of the thread', () => {
  it.each(cases)('%s', (words, one) => {
    expect(threadLine(one, anIncident()).text).toBe(`14:02 UTC ${words}`);
  });

  it('is in the exported timeline too, with its moments', () => {
    const all = cases.map(([, one], index) => ({ ...one, at: NOON + index * MINUTE }));
    const { text } = timelineFile(anIncident(), all);

    expect(text).toContain('| hart was not running from 2026-11-23 13:02:11 to');
    expect(text).toContain('| snoozed until 2026-11-23 15:02:11 by otto |');
  });
});
