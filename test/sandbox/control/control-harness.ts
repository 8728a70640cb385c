import { onTestFinished } from 'vitest';
import { createControl } from '../../../sandbox/control/control.ts';
import type { ControlPorts, Statement } from '../../../sandbox/control/ports.ts';
import { createHeartbeats } from '../../../sandbox/heartbeats.ts';
import { listenOn } from '../../../sandbox/ready.ts';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import type { Json } from '../../../sandbox/slack/types.ts';
import { json, silent, slackForTest } from '../slack/harness.ts';
import { fakeWorld } from './fake-world.ts';

export interface Control {
  readonly slack: Slack;
  readonly url: string;
  readonly statements: Statement[];
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: object) => Promise<Answer>;
  readonly send: (method: string, path: string, init?: RequestInit) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** The control API over a local Slack and a world of switches, on a port of its own. */
export async function controlForTest(ports: Partial<ControlPorts> = {}): Promise<Control> {
  const slack = await slackForTest();
  const statements: Statement[] = [];
  const server = createControl({
    slack,
    world: fakeWorld(),
    statements: { list: () => statements, clear: () => statements.splice(0) },
    health: () =>
      Promise.resolve({
        ready: true,
        bot: 'none',
        ports: { slack: slack.port, sqlServer: 1, neo4j: 2 },
      }),
    heartbeat: createHeartbeats(() => 0),
    config: () => 'sandbox: true\n',
    env: () => 'SLACK_BOT_TOKEN=xoxb\n',
    page: () => false,
    log: silent,
    ...ports,
  });
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${url}/_sandbox/${path}`, { method, ...init });
    return { status: response.status, body: json(await response.json()) };
  }
  return {
    slack,
    url,
    statements,
    send,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, { body: JSON.stringify(body) }),
  };
}
