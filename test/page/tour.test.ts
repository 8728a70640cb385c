import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, messageBox, openPage, screenshot, send } from './browser.ts';
import { withSandbox } from './with-sandbox.ts';

/** The tour of the README beside the real bot, in one browser: who one is, is switched on the page. */

const { as } = withSandbox();

const patient = { timeout: 90_000 };
const hint = (page: Page) => page.getByRole('note');

/** Becomes whom the page names, reads the plan in the dialog and agrees to it. */
async function approveAs(page: Page, name: string, says: RegExp): Promise<void> {
  await hint(page).getByRole('button', { name }).click();
  await hint(page).getByText('waits for you').waitFor();
  const waiting = message(page, 'Waiting for approval').last();
  await waiting.getByRole('button', { name: 'Approve…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve' });
  await dialog.getByText('RESTORE DATABASE').first().waitFor();
  await screenshot(page, 'run-approve');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByText(says).waitFor(patient);
  await page.keyboard.press('Escape');
}

describe('the tour', () => {
  it('status, a fault, its alert, a backup, and a copy that another person approves', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 900 },
    });
    await page.getByText('hart is connected').waitFor();
    await page.keyboard.type('/hart status');
    await page.keyboard.press('Enter');
    const status = message(page, 'as of').filter({ hasNotText: 'Measuring anew' });
    await status.getByRole('table').waitFor();
    expect(await status.getByRole('row').count()).toBe(11);
    expect(await status.getByRole('img', { name: 'ok' }).count()).toBeGreaterThan(5);
    const world = page.getByLabel('What the databases hold');
    await world.getByText(/^Hartonomous: ONLINE/).waitFor();
    await screenshot(page, 'page', { keep: true });

    await page.getByRole('switch', { name: /queue-flooded/ }).check();
    await send(page, '/hart backup log');
    const confirm = page.getByRole('dialog', { name: 'Confirm' });
    await confirm.getByText('BACKUP LOG [Hartonomous]').waitFor();
    await screenshot(page, 'run-confirm');
    await confirm.getByRole('button', { name: 'Confirm and start' }).click();
    await page.getByRole('dialog').getByText('has started').waitFor();
    await page.keyboard.press('Escape');
    const backup = message(page, /Log backup of .* done/);
    await backup.waitFor(patient);
    expect(await backup.innerText()).toMatch(
      /readable \(checksums\)\. Restorable to .*server time/,
    );
    await world.getByText(/_log\.trn$/).waitFor();

    await messageBox(page).fill('on my way, it grows');
    const alert = message(page, 'Queue backlog:').filter({ hasText: 'Run check now' });
    await alert.waitFor(patient);
    await alert.getByRole('button', { name: 'Acknowledge' }).click();
    await alert.getByText('held by @otto').waitFor();
    await screenshot(page, 'alert', { keep: true });
    expect(await messageBox(page).inputValue()).toBe('on my way, it grows');
    await send(page, '/hart status');
    const worse = message(page, 'Open:').filter({ hasNotText: 'Measuring anew' });
    await worse.getByRole('button', { name: 'thread' }).first().click();
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByText('acknowledged by otto').waitFor();
    await thread.getByRole('textbox', { name: 'Reply …' }).fill('looking at it');
    await thread.getByRole('textbox', { name: 'Reply …' }).press('Enter');
    await thread.getByRole('article').filter({ hasText: 'looking at it' }).waitFor();
    await screenshot(page, 'thread');
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await screenshot(page, 'status', { of: 'main article:has(table)' });
    await page.getByRole('switch', { name: /queue-flooded/ }).uncheck();

    await send(page, '/hart restore copy');
    const form = page.getByRole('dialog', { name: 'Restore' });
    await form.getByText('Reaches:').waitFor();
    await form.getByRole('radio', { name: 'A moment' }).click();
    await form.getByText("by the server's clock ·").or(form.getByText('Seconds')).first().waitFor();
    await screenshot(page, 'restore-form');
    await form.getByRole('button', { name: 'Show the plan' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByRole('dialog').getByText('waits for 1 approval').waitFor(patient);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await hint(page).getByRole('button', { name: 'Ada' }).waitFor();
    await screenshot(page, 'run-waiting', { keep: true });
    await approveAs(page, 'Ada', /1 of 1/);
    await hint(page).getByRole('button', { name: 'Otto' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    const running = message(page, /Running: (Restore|Hartonomous)/);
    await running.getByRole('img', { name: 'complete' }).first().waitFor(patient);
    await screenshot(page, 'run-running', { keep: true });
    await message(page, /Resolved after .*Queue backlog/).waitFor(patient);

    const done = message(page, /restored to .* \(server time\)/);
    await done.getByRole('button', { name: 'Drop the copy…' }).waitFor(patient);
    expect(await done.innerText()).toMatch(/Proven: CHECKDB without a fault.*memory-optimized/);
    await world.getByText(/^Hartonomous_R\w+: ONLINE, broker off, .* made by R\d+$/).waitFor();
    await screenshot(page, 'run-done');
    await send(page, '/hart runs');
    const runs = message(page, 'Runs in production');
    await runs.getByRole('cell', { name: /Done/ }).first().waitFor();
    expect(await runs.getByRole('cell', { name: /Done/ }).count()).toBe(2);
  }, 180_000);

  it('goes on in place, which two others approve, and which says what a cancel would leave', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 1400 },
    });
    await send(page, '/hart restore in-place');
    const form = page.getByRole('dialog', { name: 'Restore' });
    await form.getByText('Reaches:').waitFor();
    await form.getByText('Restore while they run').click();
    await form.getByRole('button', { name: 'Show the plan' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByRole('textbox').fill('production/Hartonomous');
    await plan.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByRole('dialog').getByText('waits for 2 approvals').waitFor(patient);
    await page.keyboard.press('Escape');
    await approveAs(page, 'Ada', /1 of 2/);
    await approveAs(page, 'Ben', /2 of 2/);
    await hint(page).getByRole('button', { name: 'Otto' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    const running = message(page, /Running: (Restore|Hartonomous)/);
    await running.getByRole('button', { name: 'Cancel…' }).click();
    const cancel = page.getByRole('dialog', { name: 'Cancel' });
    await cancel.getByText(/overwritten/).waitFor();
    await screenshot(page, 'run-cancel');
    await cancel.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(await running.innerText()).toContain('risk: critical');
  }, 120_000);

  it('ends with what the day was, in the charts of its digest', async (context) => {
    const page = await openPage(context, as('UVIEWER'));
    await send(page, '/hart digest');
    const digest = message(page, 'Today so far');
    const chart = digest.getByRole('img', { name: 'Deepest queue' });
    await chart.waitFor();
    // High enough for the whole message, which is taken as a picture.
    await page.setViewportSize({ width: 1280, height: 1300 });
    await screenshot(page, 'digest', { keep: true, of: 'main article' });
    await chart.hover({ position: { x: 60, y: 60 } });
    await chart.locator('.guide').waitFor({ state: 'attached' });
    expect(await chart.locator('.line').count()).toBe(1);
  });
});
