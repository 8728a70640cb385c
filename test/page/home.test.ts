import { describe, expect, it } from 'vitest';
import { message, openPage, screenshot } from './browser.ts';
import { withSandbox } from './with-sandbox.ts';

/** The Home tab and the dialogs of an alert, as people see them beside the real bot. */

const { as } = withSandbox();

const tall = { viewport: { width: 1280, height: 1500 } };

describe('the Home tab', () => {
  it('speaks while nothing is open, shows what opens, and acts on it', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), tall);
    await page.getByRole('button', { name: 'hart (app)' }).click();
    const home = page.getByRole('main', { name: 'hart' });
    await home.getByText('Nothing open').waitFor();
    await home.getByText('Nothing is silenced, muted or in maintenance').waitFor();
    await screenshot(page, 'home-healthy');

    await page.getByRole('switch', { name: /queue-flooded/ }).check();
    // Nobody opens it anew: it follows what happens.
    await home.getByText('Open incidents: ').waitFor({ timeout: 60_000 });
    await screenshot(page, 'home-open');
    await home.getByRole('button', { name: 'Acknowledge' }).first().click();
    await home.getByText('@otto has it').first().waitFor({ timeout: 30_000 });
    expect(await page.getByRole('dialog').count()).toBe(0);

    await home.getByRole('button', { name: 'Silence…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Mutes now').waitFor();
    await screenshot(page, 'dialog-silence');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('the worker is being updated');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await dialog.getByText('Silenced until').waitFor();
    await screenshot(page, 'dialog-silenced');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await home.getByText('the worker is being updated').waitFor({ timeout: 30_000 });
    await screenshot(page, 'home-silenced');

    await home.getByRole('button', { name: 'Hand over…' }).first().click();
    await dialog.getByText('To whom').waitFor();
    await screenshot(page, 'dialog-hand-over');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await home.getByRole('button', { name: 'Add note…' }).first().click();
    await dialog.getByText('Everyone reads it in the thread').waitFor();
    await screenshot(page, 'dialog-note');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await home.getByRole('button', { name: 'Run check now' }).first().click();
    await dialog.getByText('Neo4jSyncQueue').first().waitFor();
    await screenshot(page, 'dialog-check');
  }, 150_000);

  it('offers on each message to keep it with an incident', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    const alert = message(page, 'Queue backlog').filter({ hasText: 'Run check now' }).first();
    await alert.getByLabel('More actions').selectOption('Add note to incident');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Everyone reads it in the thread').waitFor();

    expect(await dialog.getByRole('textbox').inputValue()).toContain('Queue backlog');
    await screenshot(page, 'dialog-shortcut');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  }, 60_000);

  it('puts the exported timeline into the thread', async (context) => {
    const page = await openPage(context, as('UOPERATOR'));
    const alert = message(page, 'Queue backlog').filter({ hasText: 'Run check now' }).first();
    await alert.getByRole('button', { name: 'Export timeline' }).click();
    await alert.getByRole('button', { name: /replies/ }).click();
    const thread = page.getByRole('region', { name: 'Thread' });
    const file = thread.getByRole('link', { name: /Queue backlog in production, incident/ });
    await file.waitFor({ timeout: 30_000 });
    expect(await thread.getByRole('article').last().innerText()).toContain('bytes');
    await screenshot(page, 'timeline');
  }, 60_000);
});
