import { describe, expect, it } from 'vitest';
import { commandHints } from '../../sandbox/page/client/slack/commands.ts';
import { message, messageBox, needChromium, openPage, screenshot, send } from './browser.ts';
import { withSandbox } from './with-sandbox.ts';

/** The page as a stranger sees it: the whole sandbox, with the real bot beside it. */

const { as, url } = withSandbox();

describe('the page with the real bot', () => {
  it('shows an answer to its asker alone', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    await page.getByText('hart is connected').waitFor();
    await send(page, '/hart whoami');
    const reply = message(page, 'otto').filter({ hasText: 'Only visible to you' });
    await reply.waitFor();
    await page.getByRole('button', { name: 'Vera' }).click();
    await page.getByText('Nothing has been said here yet').waitFor();
    expect(await page.getByRole('main').getByRole('article').count()).toBe(0);
  });

  it('offers the commands that the bot has', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    await messageBox(page).fill('/');
    const offered = await page.getByRole('option').getByRole('code').allInnerTexts();
    expect(offered).toEqual(commandHints.map(({ text }) => text));
    await screenshot(page, 'commands');
    await send(page, '/hart help');
    const help = message(page, 'hart watches Hartonomous').getByRole('table');
    await help.waitFor();
    const usages = await help.locator('tbody tr td:first-child').allInnerTexts();
    const known = usages.map((usage) => usage.split(' ').slice(0, 2).join(' '));
    // The audit log is for others than the operator.
    const mine = commandHints.filter((hint) => hint.text !== '/hart audit');
    expect(known).toEqual(mine.map((hint) => hint.text));
  });

  it('completes a command by the keyboard and brings back the last', async (context) => {
    const page = await openPage(context, as('UVIEWER'));
    await messageBox(page).waitFor();
    await page.keyboard.type('/ha');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await messageBox(page).inputValue()).toBe('/hart check ');
    await page.keyboard.type('storage');
    await page.keyboard.press('Enter');
    await message(page, 'storage').getByRole('table').waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await messageBox(page).inputValue()).toBe('/hart check storage');
  });

  it('lets one be somebody else, whom the bot treats otherwise', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    await page.getByRole('button', { name: 'Gus guest account' }).click();
    await send(page, '/hart status');
    await message(page, 'guest').waitFor();
    await screenshot(page, 'refusal');
    await page.getByRole('button', { name: 'Vera' }).click();
    await send(page, '/hart help');
    const help = message(page, 'hart watches Hartonomous');
    await help.getByText('Not for you').waitFor();
    expect(await help.getByRole('table').innerText()).not.toContain('test-alert');
  });

  it('says what cannot be', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    await send(page, '/weather');
    const complaint = page.getByRole('alert');
    await complaint.waitFor();
    expect(await complaint.innerText()).toContain('/weather is not a command here');
  });

  it('shows the Home tab', async (context) => {
    const page = await openPage(context, as('UADMIN'));
    await page.getByRole('button', { name: 'hart (app)' }).click();
    const home = page.getByRole('main', { name: 'hart' });
    await home.getByRole('heading', { name: /production/ }).waitFor();
    await home.getByText('Open incidents').waitFor();
    await screenshot(page, 'home');
    await home.getByRole('tab', { name: 'Messages' }).click();
    await messageBox(page).waitFor();
    expect(page.url()).toContain('channel=DUADMIN');
  });

  it('moves the clock of the databases, and sets the world back', async (context) => {
    needChromium(context);
    await fetch(`${url()}_sandbox/reset`, { method: 'POST' });
    const page = await openPage(context, as('UADMIN'));
    const world = page.getByRole('complementary', { name: 'World' });
    await world.getByText('Quick pace: checks every 5 s, alert after 10 s').waitFor();
    await world.getByRole('button', { name: '+5 min' }).click();
    await world.getByText('5 min ahead').waitFor();
    await world.getByRole('searchbox').fill('certificate');
    await world.getByRole('switch', { name: /api-certificate-expiring/ }).check();
    await world.getByText('1 on: switch off').waitFor();
    await world.getByRole('button', { name: 'Reset' }).click();
    await world.getByRole('button', { name: 'Really reset' }).click();
    await world.getByText('all off').waitFor();
    await world.getByText('5 min ahead').waitFor({ state: 'hidden' });
    expect(await world.getByRole('switch', { checked: true }).count()).toBe(0);
  });

  it.for([
    ['dark', 'UAPPROVER1', { colorScheme: 'dark' }],
    ['wide', 'UADMIN', { viewport: { width: 1800, height: 1000 } }],
    ['narrow', 'UVIEWER', { viewport: { width: 700, height: 900 } }],
  ] as const)('can be read when it is %s', async ([name, user, options], context) => {
    const page = await openPage(context, as(user), options);
    await send(page, '/hart status');
    await message(page, /production: .* unknown/)
      .filter({ hasNotText: 'Measuring anew' })
      .waitFor();
    await screenshot(page, `page-${name}`);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBe(0);
  });
});
