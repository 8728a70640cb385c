import { describe, expect, it } from 'vitest';
import { changedWords, planWords, reportWords } from '../../src/cli/run-words.ts';
import { aPlan, aRun, aStep } from '../fakes/runs.ts';
import { NOON } from '../fakes/views.ts';

const bot = { person: '', actor: 'bot', slackUserId: null };
const plan = aPlan({ binding: { diff: 'd1' }, steps: [aStep({ id: 'full' })] });

describe('the words of the terminal', () => {
  it('S43 say of a void run what changed until its start', () => {
    const planNow = aPlan({
      binding: { diff: null },
      steps: [aStep({ id: 'full', statements: ['RESTORE another'] }), aStep({ id: 'prove' })],
    });
    const run = aRun({ plan, planNow, state: 'void', endedBy: { by: bot, why: 'diff' } });

    expect(reportWords(run)).toBe(
      [
        'Run R204: void by hart: diff.',
        'What changed until the start:',
        '  - diff: d1 → none',
        '  - new “Do prove”',
        '  - what is sent by “Do full”',
        '',
      ].join('\n'),
    );
    expect(changedWords(aRun({ plan, state: 'void' }))).toBe('');
  });

  it('S43 show by its template what can be known only later', () => {
    const later = ['RESTORE LOG [x] FROM $(HartDevices)\nWITH NORECOVERY'];
    const words = planWords(aRun({ plan: aPlan({ steps: [aStep({ id: 'logs', later })] }) }), NOON);

    expect(words).toContain(
      '    And by template, what is known at that time only:\n    RESTORE LOG [x] FROM $(HartDevices)\n    WITH NORECOVERY\n',
    );
  });
});
