import { describe, expect, it } from 'vitest';
import { approveAs, askFor, backUp, hint, patient, startAs } from './agree.ts';
import { message, messageBox, openPage, screenshot, send } from './browser.ts';
import { withSandbox } from './with-sandbox.ts';

/** The tour of the README beside the real bot, in one browser: who one is, is switched on the page. */

const { as, ask } = withSandbox();

/** Every database as the server itself has it. */
const databases = async () =>
  Object.fromEntries(
    (
      await ask(
        `SELECT d.name, d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker
         FROM sys.databases AS d WHERE d.name LIKE N'Hartonomous%'`,
      )
    ).map(({ name, state, access, broker }) => [
      String(name),
      [state, access, broker === true ? 'broker on' : 'broker off'].join(', '),
    ]),
  );

const asBefore = { Hartonomous: 'ONLINE, MULTI_USER, broker on' };

/** The longest of it is left to the long tests. */
const isLong = process.env['HART_LONG'] === '1';

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
    expect(await databases()).toEqual({
      ...asBefore,
      [/`?(Hartonomous_R\w+)/.exec(await done.innerText())?.[1] ?? 'no copy']:
        'ONLINE, MULTI_USER, broker off',
    });
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
    expect(await databases()).toEqual(asBefore);
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
    expect(await databases()).toEqual(asBefore);
    const [restored] = await ask(
      `SELECT TOP (1) h.destination_database_name AS name, h.recovery FROM msdb.dbo.restorehistory AS h
       ORDER BY h.restore_history_id DESC`,
    );
    expect(restored).toMatchObject({ name: 'Hartonomous' });
  }, 300_000);

  if (isLong) {
    resynced();
    beside();
  }

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

function beside(): void {
  it('S8 restores beside and changes the names, then drops the old one by a second consent', async (context) => {
    const page = await openPage(context, as('UOPERATOR'), {
      viewport: { width: 1280, height: 1400 },
    });
    await page.getByRole('switch', { name: /backup-jobs-disabled/ }).check();
    await page.getByRole('switch', { name: /application-stopped/ }).check();
    await send(page, '/hart restore in-place');
    const form = page.getByRole('dialog', { name: 'Restore' });
    await form.getByRole('radio', { name: /beside first/ }).click();
    await form.getByRole('button', { name: 'Show the plan' }).click();
    const plan = page.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByText('Change the name of').first().waitFor(patient);
    await plan.getByRole('textbox').fill('production/Hartonomous');
    await askFor(page, 2);
    await approveAs(page, 'Ada', /1 of 2/);
    await approveAs(page, 'Ben', /2 of 2/);
    await startAs(page, 'Otto');
    const done = message(page, 'is the database of before');
    const drop = done.getByRole('button', { name: 'Drop the old database…' });
    await drop.waitFor(patient);
    await screenshot(page, 'beside-done');
    const old = /Hartonomous_R\d+_before/.exec(await done.innerText())?.[0] ?? 'no old one';
    expect(await databases()).toEqual({
      ...asBefore,
      [old]: 'ONLINE, RESTRICTED_USER, broker off',
    });

    await drop.click();
    const second = page.getByRole('dialog', { name: 'Ask for approval' });
    await second.getByText(/if it still bears the mark of R\d+/).waitFor(patient);
    await screenshot(page, 'before-drop-plan');
    await second.getByRole('textbox').fill(`production/${old}`);
    await askFor(page, 2);
    await approveAs(page, 'Ada', /1 of 2/, 'DROP DATABASE');
    await approveAs(page, 'Ben', /2 of 2/, 'DROP DATABASE');
    await startAs(page, 'Otto');
    await message(page, new RegExp(`${old} is dropped`)).waitFor(patient);
    await screenshot(page, 'before-drop-done');
    expect(await databases()).toEqual(asBefore);
    await page.getByRole('switch', { name: /backup-jobs-disabled/ }).uncheck();
    await page.getByRole('switch', { name: /application-stopped/ }).uncheck();
  }, 300_000);
}
