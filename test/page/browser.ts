import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, type TestContext } from 'vitest';

const executablePath = '/usr/bin/chromium';
const place = (path: string) => fileURLToPath(new URL(`../../${path}/`, import.meta.url));
const screenshots = place('test-output/screenshots');
const kept = place('docs/screenshots');

let starting: Promise<Browser> | undefined;

afterAll(async () => {
  await (await starting)?.close();
});

export const hasChromium = existsSync(executablePath);

/** Skips the test, with the way out, on a machine without Chromium. */
export function needChromium(context: TestContext): void {
  if (!hasChromium) context.skip('chromium is not installed (apt-get install chromium)');
}

/** A tab of its own at this address. What goes wrong in it, or leaves this machine, fails the test. */
export async function openPage(
  context: TestContext,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  needChromium(context);
  starting ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const browser = await (await starting).newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Europe/Berlin',
    ...options,
  });
  const page = await browser.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') troubles.push(line.text());
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) troubles.push(request.url());
  });
  onTestFinished(async () => {
    await browser.close();
    expect(troubles.filter((trouble) => !expected.test(trouble))).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** The browser's own lines for answers of 4xx and broken connections, which some tests provoke. */
const expected = /^Failed to load resource: (the server responded with a status of 4|net::ERR_)/;

/** Keeps what the page shows, for people to look at; for the documentation too where that is asked for. */
export async function screenshot(
  page: Page,
  name: string,
  options: { readonly keep?: boolean; readonly of?: string } = {},
): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  const path = `${screenshots}${name}.png`;
  const target = options.of === undefined ? page : page.locator(options.of).last();
  await target.screenshot({ path, animations: 'disabled' });
  if (options.keep !== true || process.env['HART_KEEP_SCREENSHOTS'] !== '1') return;
  mkdirSync(kept, { recursive: true });
  copyFileSync(path, `${kept}${name}.png`);
}

/** The message box of the channel that is open. */
export function messageBox(page: Page) {
  return page.getByRole('main').getByRole('textbox', { name: /^Message/ });
}

/** Types a line and sends it. */
export async function send(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text);
  await messageBox(page).press('Escape');
  await messageBox(page).press('Enter');
}

/** A message in the open channel that says this. */
export function message(page: Page, text: string | RegExp) {
  return page.getByRole('main').getByRole('article').filter({ hasText: text });
}
