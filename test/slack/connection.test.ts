import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack.ts';
import { createSlack } from '../../src/slack/create-slack.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { fakeServices, sandboxAuthority } from '../fakes/fake-services.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

describe('the connection to Slack', () => {
  let bench: SlackBench | null = null;
  afterEach(async () => {
    await bench?.close();
    bench = null;
  });

  it('has two sockets, and says when Slack was last heard of', async () => {
    bench = await startBench();
    const { part } = bench;
    await waitFor(() => part.state().lastPing !== null);

    expect(part.state()).toMatchObject({
      connected: true,
      sockets: 2,
      socketsWanted: 2,
      trouble: null,
    });
    expect(bench.slack.socket.connections()).toBe(2);
  });

  it('comes back after every socket was cut, and answers again', async () => {
    bench = await startBench();
    const { part, slack } = bench;
    slack.socket.cut();
    await waitFor(() => part.state().sockets < 2);
    await waitFor(() => part.state().sockets === 2 && slack.socket.connections() === 2);

    expect((await bench.ask('UVIEWER', '/hart whoami', /vera/)).ephemeralFor).toBe('UVIEWER');
  });

  it('renews a connection when Slack asks for it', async () => {
    bench = await startBench();
    const { part, slack, logger } = bench;
    slack.socket.refresh();
    await waitFor(
      () => logger.lines.filter(({ message }) => message === 'Connected to Slack').length >= 4,
    );
    // Until the old ones are gone Slack may still choose one of them, as the real one may: then a person asks again.
    await waitFor(() => part.state().sockets === 2 && slack.socket.connections() === 2);

    expect((await bench.ask('UVIEWER', '/hart whoami', /vera/)).ephemeralFor).toBe('UVIEWER');
  });

  it('survives a Slack that is down for a while, without an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    bench = await startBench();
    const { part, slack } = bench;
    slack.setFault('slack-down', true);
    await waitFor(() => !part.state().connected && part.state().trouble !== null);
    slack.setFault('slack-down', false);
    await waitFor(() => part.state().sockets === 2);
    process.off('unhandledRejection', note);

    expect(unhandled).toEqual([]);
    expect((await bench.ask('UVIEWER', '/hart whoami', /vera/)).ephemeralFor).toBe('UVIEWER');
  });

  it('starts though Slack is not there, says why it is not connected, and stops', async () => {
    const part = createSlack({
      mode: 'socket',
      tokens: { bot: 'xoxb-test', app: 'xapp-test' },
      apiUrl: 'http://127.0.0.1:9/api/',
      logger: fakeLogger(),
      services: fakeServices(),
      now: Date.now,
      reconnect: { first: 20, longest: 40 },
    });
    await part.start();
    await waitFor(
      () => part.state().trouble !== null && part.state().trouble !== 'not yet connected',
    );

    expect(part.state()).toMatchObject({ connected: false, sockets: 0 });
    expect(part.link({ channel: 'C', ts: '1.1' })).toBeNull();
    await part.stop();
  });

  it('says that the token is of another team', async () => {
    const slack = await startSlack({ log: fakeLogger() });
    const { facts } = fakeServices();
    const services = fakeServices({
      facts: { ...facts, authority: { ...sandboxAuthority, teamId: 'TOTHER' } },
    });
    const logger = fakeLogger();
    const part = createSlack({
      mode: 'socket',
      tokens: slack.tokens,
      apiUrl: slack.apiUrl,
      logger,
      services,
      now: Date.now,
    });
    await part.start();
    await waitFor(() => part.state().trouble?.includes('TOTHER'));
    await part.stop();
    await slack.close();

    expect(logger.lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('S51 writes neither tokens nor response addresses to the log', async () => {
    bench = await startBench();
    await bench.ask('UVIEWER', '/hart status', /^SANDBOX 🟡/);
    bench.slack.setFault('slack-down', true);
    await waitFor(() => !bench?.part.state().connected);
    const log = JSON.stringify(bench.logger.lines.filter(({ fields }) => 'part' in fields));

    expect(log).not.toMatch(/xox[a-z]-|xapp-|\/actions\//);
  });
});
