import { App, LogLevel } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { isJson } from '../../../sandbox/slack/rules/shapes.ts';
import { type Slack, type SlackOptions, startSlack } from '../../../sandbox/slack/slack.ts';
import type { Json } from '../../../sandbox/slack/types.ts';
import { silent } from './quiet-log.ts';

export { silent };

/** A local Slack that ends with the test. */
export async function slackForTest(options: Partial<SlackOptions> = {}): Promise<Slack> {
  const slack = await startSlack({ log: silent, ...options });
  onTestFinished(() => slack.close());
  return slack;
}

/** A bare Bolt app, connected in Socket Mode. */
export async function boltApp(slack: Slack, listen: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.tokens.bot,
    appToken: slack.tokens.app,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
    await until(() => slack.socket.connections() === 0);
  });
  return app;
}

/** Waits until it holds; the test's own time limit ends the waiting. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The object that this must be. */
export function json(value: unknown): Json {
  if (!isJson(value)) throw new Error(`no JSON object: ${String(value)}`);
  return value;
}

/** Calls a method of the Web API as an SDK would not: with any arguments. */
export async function call(
  slack: Slack,
  method: string,
  args: object,
  token = slack.tokens.bot,
): Promise<Json> {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return json(await response.json());
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

export const button = (actionId: string, value = 'v') => ({
  type: 'button' as const,
  action_id: actionId,
  text: plain('Press'),
  value,
});

export const actions = (...elements: ReturnType<typeof button>[]) => ({
  type: 'actions' as const,
  elements,
});

/** A clock that the test moves. */
export function testClock(start = Date.parse('2026-01-01T00:00:00Z')) {
  let time = start;
  return {
    now: () => time,
    advance: (ms: number) => {
      time += ms;
    },
  };
}
