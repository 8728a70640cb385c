import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import { otto } from '../fakes/runs.ts';
import { type RunBench, startRunBench, words } from './run-bench.ts';
import { refusal } from './run-cases.ts';
import { waitFor } from './slack-bench.ts';

let all: RunBench;
beforeEach(async () => {
  all = await startRunBench();
});
afterEach(() => all.bench.close());

const entries = (outcome: string) =>
  all.bench.services.audited.filter((entry) => entry.outcome === outcome);
const audited = (outcome: string, action: string) =>
  waitFor(() => entries(outcome).find((entry) => entry.action === action));

describe('asking for a backup', () => {
  it('shows the plan with its exact statements; nothing happens before it is confirmed', async () => {
    const view = await all.commanded('UOPERATOR', '/hart backup log');
    const said = await all.shows(view, 'BACKUP LOG [Hartonomous]');

    expect(said).toContain('Back up the log of `Hartonomous`');
    expect(said).toContain('RESTORE VERIFYONLY');
    expect(all.acting.tried.map(({ act }) => act)).toEqual(['propose']);
    await all.fill('UOPERATOR', view, {});
    await all.shows(view, 'Run R300 has started.');
    expect(all.acting.runs.get('R300')).toMatchObject({ state: 'running' });
    expect(words(view)).toContain('archives/COPS/');
    expect(await audited('done', 'confirm')).toMatchObject({
      person: 'otto',
      environment: 'production',
      detail: { arguments: 'R300' },
    });
  });

  it.each<[string, string, object]>([
    ['full', 'backup.full', { copyOnly: false }],
    ['DIFF', 'backup.diff', { copyOnly: false }],
    ['full --copy-only', 'backup.full', { copyOnly: true }],
    ['log —stripes 4', 'backup.log', { copyOnly: false, stripes: 4 }],
    [
      'full --stripes=2 --copy-only --env production',
      'backup.full',
      { copyOnly: true, stripes: 2 },
    ],
    ['neo4j', 'backup.neo4j', {}],
  ])('/hart backup %s', async (text, operation, options) => {
    await all.commanded('UOPERATOR', `/hart backup ${text}`);

    expect(all.acting.proposed[0]).toMatchObject({ operation, options, by: otto });
  });

  it.each([
    ['backup', /Which backup\?/],
    ['backup ful', /Did you mean `\/hart backup full`/],
    ['backup full log', /Which backup\?/],
    ['backup diff --copy-only', /no copy-only differential/],
    ['backup neo4j --stripes 2', /takes `--workers-paused` and no other/],
    ['backup full --stripes 0', /from 1 to 16/],
    ['backup full --stripes many', /from 1 to 16/],
    ['restore copy --workers-paused', /are for restores of Neo4j/],
    ['restore neo', /Did you mean `\/hart restore neo4j`/],
    ['restore inplace', /Did you mean `\/hart restore in-place`/],
    ['restore Hartonomous 14:05', /The form asks for the moment/],
    ['resync --stripes 2', /takes no `--stripes=2`/],
  ])('/hart %s says what is wrong and proposes nothing', async (text, says) => {
    const view = await all.commanded('UOPERATOR', `/hart ${text}`);

    expect(words(view)).toMatch(says);
    expect(view.submit).toBeNull();
    expect(all.acting.proposed).toEqual([]);
  });

  it('a refusal by the plan is shown with its rule, and on record', async () => {
    await all.bench.close();
    all = await startRunBench({ plan: () => refusal });
    const view = await all.commanded('UOPERATOR', '/hart backup diff');

    expect(words(view)).toContain('Its base is not there any more. &lt;!channel&gt;');
    expect(view.submit).toBeNull();
    expect(await audited('refused', 'backup')).toMatchObject({ detail: { rule: 'S22' } });
  });

  it('submitted twice, or delivered three times, it starts once', async () => {
    const view = await all.commanded('UOPERATOR', '/hart backup log');
    all.bench.slack.setFault('slack-redelivers', true);
    await all.fill('UOPERATOR', view, {});
    await all.shows(view, 'has started');
    await all.bench.ask('UOPERATOR', '/hart whoami', /otto/);

    expect(all.acting.tried.filter(({ act }) => act === 'confirm')).toHaveLength(1);
  });
});

describe('a restore', () => {
  it.each([
    ['', { workersPaused: false }],
    [' --workers-paused --artifact R204', { workersPaused: true, artifact: 'R204' }],
  ])('S34 of Neo4j has no form: /hart restore neo4j%s shows the plan', async (typed, options) => {
    await all.commanded('UOPERATOR', `/hart restore neo4j${typed}`);
    expect(all.acting.proposed[0]).toEqual(
      expect.objectContaining({ operation: 'restore.neo4j', options, by: otto }),
    );
  });

  it('in place wants the typed name, then waits for two approvals', async () => {
    const view = await all.commanded('UOPERATOR', '/hart restore in-place');
    expect(words(view)).toContain('By the server');
    expect(words(view)).not.toContain('Name of the copy');
    await all.fill('UOPERATOR', view, { how: 'in-place' });
    await all.shows(view, 'Type the name of what is changed');
    await all.fill('UOPERATOR', view, { typed: 'production/Wrong' });
    await all.shows(view, '*Not taken:* Type `production/Hartonomous`.');
    expect(all.acting.runs.get('R300')?.state).toBe('planned');
    expect(await audited('refused', 'confirm')).toMatchObject({ detail: { rule: 'typed-name' } });
    await all.fill('UOPERATOR', view, { typed: 'production/Hartonomous' });
    await all.shows(view, 'Run R300 waits for 2 approvals in the ops channel.');
    expect(all.acting.proposed.at(-1)).toMatchObject({
      operation: 'restore.in-place',
      options: { end: { kind: 'latest' }, copy: null, moves: {}, keep: null },
    });
  });

  it('S23 in place asks whether it waits for jobs that back up, and carries the choice', async () => {
    const view = await all.commanded('UOPERATOR', '/hart restore');
    const { slack } = all.bench;
    expect(words(view)).not.toContain('Restore while they run');
    await click(slack.state, slack.socket, {
      user: 'UOPERATOR',
      viewId: view.id,
      blockId: 'how',
      actionId: 'restore_redraw',
      value: 'in-place',
    });
    await all.shows(view, 'Restore while they run');
    await all.fill('UOPERATOR', view, { jobs: 'go-on' });
    await all.shows(view, 'Type the name of what is changed');
    expect(all.acting.proposed.at(-1)).toMatchObject({ options: { whileJobsRun: true } });
  });

  it('as a copy takes the proposed name, places and lifetime, and the chosen moment', async () => {
    const view = await all.commanded('UOPERATOR', '/hart restore');
    const { slack } = all.bench;
    const choose = (blockId: string, value: string) =>
      click(slack.state, slack.socket, {
        user: 'UOPERATOR',
        viewId: view.id,
        blockId,
        actionId: 'restore_redraw',
        value,
      });
    await choose('until', 'moment');
    await all.shows(view, 'Moment, in your time');
    const at = Date.UTC(2026, 10, 23, 12, 5) / 1000;
    await choose('at', String(at));
    const said = await all.shows(view, "2026-11-23 13:05:00 by the server's clock");
    expect(said).toContain('2026-11-23 12:05:00 UTC');
    const wrong = await all.fill('UOPERATOR', view, { seconds: '75', keep: 'long', copy: '[x]' });
    expect(Object.keys(wrong.errors).toSorted()).toEqual(['copy', 'keep', 'seconds']);
    await all.fill('UOPERATOR', view, {
      seconds: '37.5',
      keep: '2d',
      copy: 'Hartonomous_before',
      moves: 'Hartonomous = /data/b.mdf\nHartonomous_log = D:\\log\\b.ldf',
    });
    await waitFor(() => all.acting.proposed.length === 1);

    expect(all.acting.proposed[0]).toMatchObject({
      operation: 'restore.copy',
      options: {
        fork: '7d1c2b9e-0000-4000-8000-000000000001',
        end: { kind: 'moment', at: at * 1000 + 37_500 },
        copy: 'Hartonomous_before',
        moves: { Hartonomous: '/data/b.mdf', Hartonomous_log: 'D:\\log\\b.ldf' },
        keep: 2 * 24 * 3_600_000,
      },
    });
  });

  it.each([
    ['Hartonomous /data/x', 'has no name'],
    ['a = x.mdf', 'Write a whole path for a.'],
    ['a = /x\na = /y', 'a stands there twice.'],
    ['a = /x\nb = /x', 'Two files would be /x.'],
  ])('refuses the places %j in the field', async (moves, says) => {
    const view = await all.commanded('UOPERATOR', '/hart restore');
    const { errors } = await all.fill('UOPERATOR', view, { moves });

    expect(errors['moves']).toContain(says);
    expect(all.acting.proposed).toEqual([]);
  });

  it('that cannot be planned shows the form again, filled in, with the reason', async () => {
    await all.bench.close();
    all = await startRunBench({ plan: () => refusal });
    const view = await all.commanded('UOPERATOR', '/hart restore');
    await all.fill('UOPERATOR', view, { copy: 'Kept_name' });
    const said = await all.shows(view, 'Not like this:');

    expect(said).toContain('Kept_name');
    expect(said).not.toContain('<!channel>');
    expect(await audited('refused', 'restore')).toMatchObject({ detail: { rule: 'S22' } });
  });
});
