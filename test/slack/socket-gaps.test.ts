import { afterEach, describe, expect, it } from 'vitest';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { openHome } from '../../sandbox/slack/person/talk.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

const ask = (bench: SlackBench) =>
  sendCommand(bench.slack.state, bench.slack.socket, {
    user: 'UVIEWER',
    channel: 'COPS',
    text: '/hart whoami',
  });

function answers({ slack }: SlackBench): number {
  return slack.state.messages.list('COPS').filter(({ ephemeralFor }) => ephemeralFor === 'UVIEWER')
    .length;
}

describe('Socket Mode without gaps', () => {
  let bench: SlackBench | null = null;
  afterEach(async () => {
    await bench?.close();
    bench = null;
  });

  it('does once what comes three times over both sockets, and acknowledges each', async () => {
    const claims: string[] = [];
    bench = await startBench({
      claim: async (id) => {
        claims.push(id);
        return true;
      },
    });
    const { slack, logger } = bench;
    slack.setFault('slack-redelivers', true);
    expect(await ask(bench)).toMatchObject({ acked: true });
    await openHome(slack.state, slack.socket, 'UVIEWER');
    await waitFor(() => slack.socket.counts().again === 4);
    await waitFor(() => answers(bench!) === 1);

    expect(claims).toHaveLength(1);
    await waitFor(() => slack.calls.list().some(({ method }) => method === 'views.publish'));
    expect(slack.calls.list().filter(({ method }) => method === 'views.publish')).toHaveLength(1);
    const again = logger.lines.filter(({ message }) => message === 'Slack sent something again');
    expect(again).toHaveLength(4);
  });

  it('replaces a socket that is open and silent, and answers on the new one', async () => {
    bench = await startBench({}, { silence: 300, pingInterval: 100 });
    const { slack, part, logger } = bench;
    slack.setFault('socket-silent', true);
    expect(await ask(bench)).toMatchObject({ acked: false });
    const ends = () =>
      logger.lines.filter(
        ({ message, fields }) =>
          message === 'Connection to Slack ended' && JSON.stringify(fields).includes('silent'),
      );
    await waitFor(() => ends().length === 2);
    await waitFor(() => part.state().sockets > 0);

    expect(await ask(bench)).toMatchObject({ acked: true });
    await waitFor(() => answers(bench!) === 1);
    await waitFor(() => part.state().sockets === 2);
  });

  it('keeps a socket on which pings are all that comes', async () => {
    bench = await startBench({}, { silence: 300, pingInterval: 100 });
    const { logger } = bench;
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(logger.lines.some(({ message }) => message === 'Connection to Slack ended')).toBe(false);
  });

  it('has the next socket before Slack ends the one that it renews', async () => {
    bench = await startBench({}, { warning: 800 });
    const { slack, part, logger } = bench;
    slack.socket.refresh();
    let fewest = 2;
    for (let asked = 0; asked < 10; asked += 1) {
      expect(await ask(bench)).toMatchObject({ acked: true });
      fewest = Math.min(fewest, part.state().sockets, slack.socket.connections());
    }
    await waitFor(() => answers(bench!) === 10);
    await waitFor(
      () => logger.lines.filter(({ message }) => message === 'Connected to Slack').length === 4,
    );

    expect(fewest).toBe(2);
  });

  it('answers every command while each socket breaks again and again', {
    timeout: 60_000,
  }, async () => {
    bench = await startBench({}, { dropAfter: 2500 });
    const { slack, part } = bench;
    slack.setFault('socket-drops', true);
    // They broke together, once; from then on one is there while the other comes back.
    await waitFor(() => part.state().sockets === 2);
    await waitFor(() => slack.socket.connections() === 2);
    let acknowledged = 0;
    for (let asked = 0; asked < 60; asked += 1) {
      if ((await ask(bench)).acked) acknowledged += 1;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await waitFor(() => answers(bench!) === 60);
    // An acknowledgement may be lost with the connection that breaks under it; the answer is not.
    expect(acknowledged).toBeGreaterThan(55);
    expect(answers(bench)).toBe(60);
  });
});
