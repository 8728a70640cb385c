import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { fakeDeployment } from '../sandbox/control/fake-deployment.ts';
import { boltApp, call, silent } from '../sandbox/slack/harness.ts';
import { message, messageBox, needChromium, openPage, screenshot, send } from './browser.ts';
import { showcase, showcaseApp } from './showcase.ts';

/** The page with an app that shows every kind of block and listens to every kind of element. */

async function sandboxForTest(context: TestContext): Promise<Sandbox> {
  needChromium(context);
  const sandbox = await startSandbox({
    port: 0,
    log: silent,
    signals: false,
    startDeployment: fakeDeployment,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

async function show(context: TestContext) {
  const sandbox = await sandboxForTest(context);
  await boltApp(sandbox.slack, showcaseApp);
  await post(sandbox, { text: 'Every block', blocks: showcase });
  const page = await openPage(context, sandbox.url);
  await message(page, 'Every block').waitFor();
  return { sandbox, page };
}

async function post(sandbox: Sandbox, content: object): Promise<string> {
  const answer = await call(sandbox.slack, 'chat.postMessage', { channel: 'COPS', ...content });
  expect(answer).toMatchObject({ ok: true });
  return String(answer['ts']);
}

describe('blocks', () => {
  it('are drawn, and what cannot be drawn is shown as it is', async (context) => {
    const { page } = await show(context);
    const shown = message(page, 'Every block');
    expect(await shown.getByRole('img', { name: /^(Bars|Shares)/ }).count()).toBe(2);
    expect(await shown.locator('.task').allInnerTexts()).toHaveLength(4);
    expect(await shown.getByRole('listitem').allInnerTexts()).toContain('@alma');
    expect(await shown.getByText('This page does not draw this').count()).toBe(1);
    const table = shown.locator('.data-table');
    expect(await table.getByRole('row').count()).toBe(3);
    await table.getByRole('button', { name: 'Next' }).click();
    expect(await table.getByRole('row').last().innerText()).toContain('2000');
    await page.setViewportSize({ width: 1280, height: 1900 });
    await screenshot(page, 'every-block');
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, 'every-block-dark');
  });

  it('can be pressed, after a confirmation where they want one', async (context) => {
    const { page } = await show(context);
    await page.getByRole('button', { name: 'Drop it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Really?' });
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Drop it' }).press('Enter');
    await screenshot(page, 'confirm');
    await dialog.getByRole('button', { name: 'Drop' }).click();
    await message(page, 'UOPERATOR pressed drop').waitFor();
    expect(await message(page, 'pressed drop').count()).toBe(1);
  });

  it('can be chosen from', async (context) => {
    const { page } = await show(context);
    await page.getByRole('combobox', { name: 'Choose a queue' }).selectOption('LearnQueue');
    await message(page, 'pressed pick, chose LearnQueue').waitFor();
    await page.getByRole('combobox', { name: 'More', exact: true }).selectOption('two');
    await message(page, 'pressed menu, chose two').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('a modal', () => {
  it('is filled in, put right and submitted', async (context) => {
    const { page } = await show(context);
    await page.getByRole('button', { name: 'Restore…' }).click();
    const modal = page.getByRole('dialog', { name: 'Restore' });
    await modal.getByRole('button', { name: 'Ask for it' }).click();
    await modal.getByText('Please complete this required field.').waitFor();
    await modal.getByRole('textbox', { name: 'Reason' }).fill('because of me');
    await modal.getByRole('combobox', { name: 'Database' }).selectOption('Hartonomous_test');
    await modal.getByRole('checkbox', { name: 'resync' }).check();
    await modal.getByLabel('Moment').fill('2026-01-02T03:04');
    await modal.getByRole('button', { name: 'Ask for it' }).click();
    await modal.getByText('Say why, not because.').waitFor();
    await screenshot(page, 'modal');
    await modal.getByRole('textbox', { name: 'Reason' }).fill('a deleted table');
    await modal.getByRole('button', { name: 'Ask for it' }).click();
    await modal.waitFor({ state: 'hidden' });
    const moment = Date.parse('2026-01-02T03:04:00+01:00') / 1000;
    await message(page, 'submitted').waitFor();
    expect(await message(page, 'submitted').innerText()).toContain(
      `a deleted table, Hartonomous_test, resync, ${moment}`,
    );
  });

  it('is closed once by two presses, and nothing complains', async (context) => {
    const { page, sandbox } = await show(context);
    await page.getByRole('button', { name: 'Restore…' }).press('Enter');
    const modal = page.getByRole('dialog', { name: 'Restore' });
    await modal.waitFor();
    const closed: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/_sandbox/close')) closed.push(request.url());
    });
    await modal.getByRole('button', { name: 'Close' }).dblclick();
    await modal.waitFor({ state: 'hidden' });
    expect(closed).toHaveLength(1);
    expect(sandbox.slack.state.views.stack('UOPERATOR')).toEqual([]);
  });

  it('is closed with Escape, and the focus goes back', async (context) => {
    const { page, sandbox } = await show(context);
    const button = page.getByRole('button', { name: 'Restore…' });
    await button.press('Enter');
    const modal = page.getByRole('dialog', { name: 'Restore' });
    await modal.waitFor();
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    expect(sandbox.slack.state.views.stack('UOPERATOR')).toEqual([]);
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  });
});

describe('messages', () => {
  it('change where they stand, and say that they were edited', async (context) => {
    const { page, sandbox } = await show(context);
    const ts = await post(sandbox, { text: 'first words' });
    await message(page, 'first words').waitFor();
    await call(sandbox.slack, 'chat.update', { channel: 'COPS', ts, text: 'other words' });
    await message(page, 'other words').getByText('(edited)').waitFor();
    expect(await message(page, 'first words').count()).toBe(0);
    await call(sandbox.slack, 'chat.delete', { channel: 'COPS', ts });
    await message(page, 'other words').waitFor({ state: 'detached' });
  });

  it('have their replies in a thread, those sent to the channel there too', async (context) => {
    const { page, sandbox } = await show(context);
    const root = await post(sandbox, { text: 'the root' });
    await post(sandbox, { text: 'a quiet reply', thread_ts: root });
    await post(sandbox, { text: 'a loud reply', thread_ts: root, reply_broadcast: true });
    await message(page, 'a loud reply').getByRole('button', { name: 'a thread' }).click();
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByText('a quiet reply').waitFor();
    expect(await thread.getByRole('article').count()).toBe(3);
    expect(await message(page, 'a quiet reply').count()).toBe(0);
    expect(await message(page, 'the root').getByText('2 replies').count()).toBe(1);
    await page.reload();
    await thread.getByText('a quiet reply').waitFor();
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await thread.waitFor({ state: 'detached' });
  });

  it('are counted where one is not looking', async (context) => {
    const { page, sandbox } = await show(context);
    await page.getByRole('button', { name: '# audit' }).click();
    await page.getByRole('main', { name: '#audit' }).waitFor();
    await post(sandbox, { text: 'news' });
    await page.getByRole('button', { name: '# ops 1 new' }).click();
    await message(page, 'news').waitFor();
    expect(await page.getByLabel('1 new').count()).toBe(0);
  });

  it('leave the reader where they are reading, and offer the way to the newest', async (context) => {
    const { page, sandbox } = await show(context);
    const list = page.getByRole('main').locator('.list');
    await list.evaluate((element) => element.scrollTo(0, 0));
    await page.getByRole('button', { name: 'Newest' }).waitFor();
    await post(sandbox, { text: 'something new' });
    await message(page, 'something new').waitFor({ state: 'attached' });
    expect(await list.evaluate((element) => element.scrollTop)).toBe(0);
    await page.getByRole('button', { name: 'Newest' }).click();
    await page.getByRole('button', { name: 'Newest' }).waitFor({ state: 'hidden' });
  });

  it('can be written by anyone, with mentions', async (context) => {
    const { page, sandbox } = await show(context);
    await page.getByRole('button', { name: 'Ada' }).click();
    await send(page, 'hello @hart');
    await message(page, 'hello @hart').waitFor();
    const said = sandbox.slack.state.messages.list('COPS').at(-1);
    expect(said).toMatchObject({ user: 'UAPPROVER1', text: 'hello <@UHART>' });
  });
});

describe('the sandbox', () => {
  it('says that no bot is there, and that it was ended', async (context) => {
    const sandbox = await sandboxForTest(context);
    const page = await openPage(context, sandbox.url);
    await page.getByText('no bot is running').waitFor();
    await send(page, '/hart status');
    await page.getByRole('alert').getByText('did not respond within 3 seconds').waitFor();
    await messageBox(page).fill('typed');
    await sandbox.close();
    await page.getByText('The sandbox does not answer').waitFor();
    expect(await messageBox(page).inputValue()).toBe('typed');
  });

  it('serves its page without anything from elsewhere', async (context) => {
    const sandbox = await sandboxForTest(context);
    const answer = await fetch(sandbox.url);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${sandbox.url}page.ts`)).status).toBe(404);
    expect((await fetch(sandbox.url, { method: 'POST' })).status).toBe(404);
  });
});
