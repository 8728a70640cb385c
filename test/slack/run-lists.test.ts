import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import { aPlan, restoreSteps } from '../fakes/runs.ts';
import { type RunBench, startRunBench, words } from './run-bench.ts';
import { asked } from './run-cases.ts';
import { visible, waitFor } from './slack-bench.ts';

let all: RunBench;
beforeEach(async () => {
  all = await startRunBench();
});
afterEach(() => all.bench.close());

describe('statements', () => {
  it('stand in a dialog', async () => {
    const root = await all.post(asked());
    const view = await all.pressed('UVIEWER', root, 'run_statements');

    expect(words(view)).toContain('ALTER DATABASE [Hartonomous] SET TRUSTWORTHY ON;');
    expect(words(view)).not.toContain('All as a file');
  });

  it('of 500 logs are cut, and all of them are a file in the thread', async () => {
    const root = await all.post(asked({ plan: aPlan({ steps: restoreSteps(500) }) }));
    const services = all.bench.services as { whereIs: unknown };
    services.whereIs = async () => ({ channel: root.channel, ts: root.ts });
    const view = await all.pressed('UAPPROVER1', root, 'run_approve');
    expect(words(view)).toMatch(/and \d+ more steps: the file has every statement whole/);
    const { slack } = all.bench;
    const press = { user: 'UAPPROVER1', viewId: view.id, actionId: 'run_statements_file' };
    await click(slack.state, slack.socket, press);
    const shared = await waitFor(() =>
      slack.state.messages.replies('COPS', root.ts).find(({ files }) => files.length > 0),
    );

    expect(shared.files[0]?.name).toBe('run-R204-9f3c0a51.sql');
    expect(shared.files[0]?.content.toString()).toContain('/backup/log-500.trn');
    expect(view.submit).not.toBeNull();
    expect(words(view)).toContain('everything after 14:05:00');
  });
});

describe('lists', () => {
  it('/hart runs', async () => {
    const none = await all.bench.ask('UVIEWER', '/hart runs', /Runs in production/);
    expect(visible(none)).toContain('Nothing was asked for yet');
    all.acting.put(asked());
    const some = await all.bench.ask('UVIEWER', '/hart runs', /R204/);

    expect(visible(some)).toContain('0 running, 1 waiting for approval, 1 shown');
    expect(visible(some)).toContain('archives/COPS/');
  });

  it('/hart audit, verify and export', async () => {
    await all.bench.ask('UVIEWER', '/hart whoami', /vera/);
    const list = await all.bench.ask('UAPPROVER1', '/hart audit 5', /Audit/);
    expect(visible(list)).toContain('whoami');
    const verdict = await all.bench.ask('UADMIN', '/hart audit verify', /whole/);
    expect(visible(verdict)).toContain('unproven');
    await all.bench.ask('UAPPROVER1', '/hart audit verfy', /Did you mean `\/hart audit verify`/);
    await all.bench.ask('UAPPROVER1', '/hart audit export', /role \*admin\* only/);
    await all.bench.ask('UADMIN', '/hart audit export', /was sent to you/);
    const [message] = all.bench.slack.state.messages
      .list('DUADMIN')
      .flatMap(({ ts }) => all.bench.slack.state.messages.replies('DUADMIN', ts))
      .filter(({ files }) => files.length > 0);

    expect(message?.files[0]?.content.toString()).toContain('"action":"whoami"');
  });
});
