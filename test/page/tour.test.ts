import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, messageBox, openPage, screenshot, send } from './browser.ts';
import { withSandbox } from './with-sandbox.ts';

/** The tour of the README beside the real bot, in one browser: who one is, is switched on the page. */

const { as } = withSandbox();

/** The longest of it is left to the long tests. */
const isLong = process.env['HART_LONG'] === '1';

const patient = { timeout: 240_000 };
const hint = (page: Page) => page.getByRole('note');

/** Becomes whom the page names, reads the plan in the dialog and agrees to it. */
async function approveAs(
  page: Page,
  name: string,
  says: RegExp,
  reads = 'RESTORE DATABASE',
): Promise<void> {
  await hint(page).getByRole('button', { name }).click();
  await hint(page).getByText('waits for you').waitFor();
  const waiting = message(page, 'Waiting for approval').last();
  await waiting.getByRole('button', { name: 'Approve…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve' });
  await dialog.getByText(reads).first().waitFor();
  await screenshot(page, `run-approve-${reads.replaceAll(/\W+/g, '-').toLowerCase()}`);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByText(says).waitFor(patient);
  await page.keyboard.press('Escape');
}

/** Takes a backup, which its requester alone confirms. */
async function backUp(page: Page, kind: string, says: string, done: RegExp): Promise<Locator> {
  await send(page, `/hart backup ${kind}`);
  const confirm = page.getByRole('dialog', { name: 'Confirm' });
  await confirm.getByText(says).first().waitFor(patient);
  await screenshot(page, `run-confirm-${kind}`);
  await confirm.getByRole('button', { name: 'Confirm and start' }).click();
  await page.getByRole('dialog').getByText('has started').waitFor(patient);
  await page.keyboard.press('Escape');
  await message(page, done).waitFor(patient);
  return message(page, done);
}

/** Asks for the approvals of the plan in the dialog. */
async function askFor(page: Page, approvals: number): Promise<void> {
  const plan = page.getByRole('dialog', { name: 'Ask for approval' });
  await plan.getByRole('button', { name: 'Ask for approval' }).click();
  const waits = approvals === 1 ? 'waits for 1 approval' : `waits for ${approvals} approvals`;
  await page.getByRole('dialog').getByText(waits).waitFor(patient);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

async function startAs(page: Page, name: string): Promise<void> {
  await hint(page).getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Start' }).click();
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
    const backup = await backUp(page, 'log', 'BACKUP LOG [Hartonomous]', /Log backup of .* done/);
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
    await askFor(page, 1);
    await hint(page).getByRole('button', { name: 'Ada' }).waitFor();
    await screenshot(page, 'run-waiting', { keep: true });
    await approveAs(page, 'Ada', /1 of 1/);
    await startAs(page, 'Otto');
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
  }, 300_000);

  it('S16 drops the copy again, by a run of its own that another approves', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 1100 },
    });
    const done = message(page, /restored to .* \(server time\)/);
    await done.getByRole('button', { name: 'Drop the copy…' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByText(/if it still bears the mark of R\d+/).waitFor(patient);
    await screenshot(page, 'drop-plan');
    await askFor(page, 1);
    await approveAs(page, 'Ada', /1 of 1/, 'DROP DATABASE');
    await startAs(page, 'Otto');
    const dropped = message(page, /Hartonomous_R\w+ is dropped/);
    await dropped.waitFor(patient);
    expect(await dropped.innerText()).toContain('risk: high');
    const world = page.getByLabel('What the databases hold');
    await world.getByText(/^Hartonomous_R\w+:/).waitFor({ state: 'detached' });
    await screenshot(page, 'drop-done');
  }, 300_000);

  it('S1 S12 S23 goes on in place, which two others approve, once jobs and application are stopped', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 1400 },
    });
    // Few logs after it: the restore is soon done.
    await backUp(page, 'diff', 'WITH DIFFERENTIAL', /Differential backup of .* done/);
    await send(page, '/hart restore in-place');
    const form = page.getByRole('dialog', { name: 'Restore' });
    await form.getByText('Reaches:').waitFor();
    await form.getByRole('button', { name: 'Show the plan' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByText('Disable these jobs first').waitFor(patient);
    await plan.getByText('Stop the application and the workers before').waitFor();
    await screenshot(page, 'in-place-plan');
    await plan.getByRole('textbox').fill('production/Hartonomous');
    await askFor(page, 2);
    await approveAs(page, 'Ada', /1 of 2/);
    await approveAs(page, 'Ben', /2 of 2/);
    const world = page.getByLabel('What the databases hold');
    await page.getByRole('switch', { name: /backup-jobs-disabled/ }).check();
    await page.getByRole('switch', { name: /application-stopped/ }).check();
    await startAs(page, 'Otto');
    const running = message(page, /Running: (Restore|Hartonomous)/);
    await running.getByRole('button', { name: 'Cancel…' }).click();
    const cancel = page.getByRole('dialog', { name: 'Cancel' });
    await cancel.getByText(/overwritten/).waitFor();
    await screenshot(page, 'run-cancel');
    await cancel.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(await running.innerText()).toContain('risk: critical');

    const done = message(page, /Hartonomous restored to .* \(server time\)/);
    await done.getByRole('button', { name: 'Resync Neo4j…' }).waitFor(patient);
    expect(await done.innerText()).toMatch(/backups count again[^]*start the application/);
    await screenshot(page, 'in-place-done');
    await page.getByRole('switch', { name: /backup-jobs-disabled/ }).uncheck();
    await page.getByRole('switch', { name: /application-stopped/ }).uncheck();
    await world.getByText(/^Hartonomous: ONLINE, \d+ GB$/).waitFor();
  }, 300_000);

  if (isLong) resynced();

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

function resynced(): void {
  it('S31 brings the graph in step again, and says what the comparison found', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 1100 },
    });
    const done = message(page, /restored to .* \(server time\)/).last();
    await done.getByRole('button', { name: 'Resync Neo4j…' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByText('Compare the keys of').first().waitFor(patient);
    await screenshot(page, 'resync-plan');
    await askFor(page, 1);
    await approveAs(page, 'Ada', /1 of 1/, 'Resync');
    await startAs(page, 'Otto');
    const report = message(page, /Resync done: every key of SQL Server is in the graph/);
    await report.waitFor(patient);
    expect(await report.innerText()).toContain('after: 0 missing, 0 surplus');
    await screenshot(page, 'resync-done');
  }, 300_000);
}
