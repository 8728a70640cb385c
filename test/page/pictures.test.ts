import { WebClient } from '@slack/web-api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import type { Content } from '../../src/domain/message.ts';
import { fit, fitView } from '../../src/slack/blocks/block-limits.ts';
import { markSandbox, markSandboxBlocks } from '../../src/slack/blocks/mark-sandbox.ts';
import { createSlack, type SlackPart } from '../../src/slack/create-slack.ts';
import { openDialog } from '../../src/slack/views/dialog.ts';
import { fakeServices } from '../fakes/fake-services.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { NOON } from '../fakes/views.ts';
import { fakeDeployment } from '../sandbox/control/fake-deployment.ts';
import { call, silent } from '../sandbox/slack/harness.ts';
import { waitFor } from '../slack/slack-bench.ts';
import { hasChromium, openPage, screenshot } from './browser.ts';
import { answerPictures } from './pictures/answers.ts';
import { dialogPictures } from './pictures/dialogs.ts';
import { homePictures } from './pictures/homes.ts';
import { incidentPictures, threadPictures } from './pictures/incidents.ts';
import { runPictures } from './pictures/runs.ts';
import { typedPictures } from './pictures/typed.ts';

/** Everything that hart shows, in every state, as the page draws it: for looking at. Nothing here takes time. */

let sandbox: Sandbox;
let part: SlackPart;
let client: WebClient;

beforeAll(async () => {
  if (!hasChromium) return;
  sandbox = await startSandbox({
    port: 0,
    log: silent,
    signals: false,
    rateLimits: false,
    startDeployment: fakeDeployment,
  });
  const { tokens, apiUrl } = sandbox.slack;
  client = new WebClient(tokens.bot, { slackApiUrl: apiUrl });
  part = createSlack({
    mode: 'socket',
    tokens,
    apiUrl,
    logger: silentLogger,
    services: fakeServices({
      digest: async () => {
        throw new Error('something that nobody foresaw');
      },
    }),
    now: () => NOON,
    reconnect: { first: 50, longest: 200 },
  });
  await part.start();
}, 30_000);
afterAll(async () => {
  await part?.stop();
  await sandbox?.close();
});

/** As wide as the channel then is in a wide window; higher than every message. */
const tall = { width: 980, height: 2400 };

/** What is read on the way, too. */
const phonePictures = new Set([
  'incident-critical',
  'incident-several',
  'status-degraded',
  'alerts',
  'queues',
  'backups',
  'runs',
  'digest-weekly',
  'run-waiting',
  'run-running',
  'run-failed',
  'typed-help',
]);

/** A page whose clock stands where the pictures' moments are. */
async function page(context: TestContext, user = 'UOPERATOR'): Promise<Page> {
  const opened = await openPage(context, `about:blank`, {
    viewport: tall,
  });
  await opened.clock.setFixedTime(NOON);
  await opened.goto(`${sandbox.url}#me=${user}`);
  // It would lie upon what is taken.
  await opened.evaluate(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.to-end { display: none }');
    document.adoptedStyleSheets = [sheet];
  `);
  return opened;
}

async function post({ text, blocks }: Content): Promise<string> {
  const marked = markSandbox(fit({ text, blocks }));
  const { ts } = await call(sandbox.slack, 'chat.postMessage', { channel: 'COPS', ...marked });
  return String(ts);
}

/** Draws messages in the channel, and takes each. */
async function draw(shown: Page, contents: Readonly<Record<string, Content>>): Promise<void> {
  sandbox.slack.state.messages.clear();
  const posted: [name: string, ts: string][] = [];
  for (const [name, content] of Object.entries(contents)) posted.push([name, await post(content)]);
  await take(shown, posted);
}

async function take(shown: Page, posted: readonly (readonly [string, string])[]): Promise<void> {
  const at = (ts: string) => `main article[data-ts="${ts}"]`;
  for (const [name, ts] of posted) {
    await shown.locator(at(ts)).waitFor();
    await screenshot(shown, `all/${name}`, { of: at(ts) });
  }
  const onPhones = posted.filter(([name]) => phonePictures.has(name));
  if (onPhones.length === 0) return;
  await shown.setViewportSize({ ...tall, width: 420 });
  for (const [name, ts] of onPhones) await screenshot(shown, `all/phone-${name}`, { of: at(ts) });
  await shown.setViewportSize(tall);
}

/** Blocks that the page could not draw. */
function undrawn(shown: Page): Promise<number> {
  return shown.getByText('This page does not draw this').count();
}

describe('what hart shows, drawn in every state', () => {
  it('incidents', async (context) => {
    const shown = await page(context);
    await draw(shown, incidentPictures);
    expect(await undrawn(shown)).toBe(0);
  }, 60_000);

  it('the thread of an incident', async (context) => {
    const shown = await page(context);
    const root = await post(incidentPictures['incident-several'] ?? never());
    for (const { text, blocks } of threadPictures)
      await client.apiCall('chat.postMessage', {
        channel: 'COPS',
        thread_ts: root,
        ...markSandbox({ text, blocks }),
      });
    await shown.locator(`main article[data-ts="${root}"]`).getByText('replies').click();
    const thread = shown.getByRole('region', { name: 'Thread' });
    await expect.poll(() => thread.getByRole('article').count()).toBe(threadPictures.length + 1);
    await screenshot(shown, 'all/thread', { of: '.thread' });
  }, 60_000);

  it('runs', async (context) => {
    const shown = await page(context);
    await draw(shown, runPictures);
    expect(await undrawn(shown)).toBe(0);
  }, 60_000);

  it('answers and digests', async (context) => {
    const shown = await page(context);
    await draw(shown, answerPictures);
    expect(await undrawn(shown)).toBe(0);
  }, 60_000);

  it('what people are answered who type', async (context) => {
    const shown = await page(context);
    const { state, socket } = sandbox.slack;
    state.messages.clear();
    const answered = new Map<string, [string, string][]>();
    for (const { name, user, text } of typedPictures) {
      const before = state.messages.list('COPS').length;
      await sendCommand(state, socket, { user, channel: 'COPS', text: `/hart ${text}` });
      const { ts } = await waitFor(() =>
        state.messages
          .list('COPS')
          .slice(before)
          .find(({ ephemeralFor }) => ephemeralFor === user),
      );
      answered.set(user, [...(answered.get(user) ?? []), [`typed-${name}`, ts]]);
    }
    for (const [user, pictures] of answered) {
      await shown.goto(`${sandbox.url}#me=${user}`);
      await shown.reload();
      await take(shown, pictures);
    }
    expect(await undrawn(shown)).toBe(0);
  }, 60_000);

  it('dialogs', async (context) => {
    const shown = await page(context);
    for (const [name, view] of Object.entries(dialogPictures)) {
      const trigger = sandbox.slack.state.triggers.issue('UOPERATOR');
      const dialog = await openDialog(trigger, { client, logger: silentLogger, sandbox: true });
      // In place of the one before, which may have the same title.
      await shown.getByRole('dialog', { name: 'hart' }).waitFor();
      await dialog?.show(view);
      await shown.getByRole('dialog', { name: view.title, exact: true }).waitFor();
      await screenshot(shown, `all/dialog-${name}`, { of: 'dialog' });
      expect(await undrawn(shown)).toBe(0);
    }
    sandbox.slack.state.views.clear();
  }, 60_000);

  it('the Home tab', async (context) => {
    const shown = await page(context);
    await shown.getByRole('button', { name: 'hart (app)' }).click();
    for (const [name, blocks] of Object.entries(homePictures)) {
      const view = { type: 'home', blocks: markSandboxBlocks(fitView(blocks)) };
      await client.apiCall('views.publish', { user_id: 'UOPERATOR', view });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await undrawn(shown)).toBe(0);
      await screenshot(shown, `all/${name}`, { of: 'main' });
    }
  }, 60_000);
});

function never(): never {
  throw new Error('there is none');
}
