import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { silent, until } from '../sandbox/slack/harness.ts';
import { hasChromium, message, openPage, screenshot, send } from './browser.ts';

/** Runs as people see them beside the real bot: a backup by one person, a restore by three. */

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
let sandbox: Sandbox;

beforeAll(async () => {
  if (!hasChromium) return;
  let output = '';
  sandbox = await startSandbox({
    port: 0,
    log: silent,
    signals: false,
    bot: {
      command: [process.execPath, main, 'run', '--config', '{config}'],
      onOutput: (text) => {
        output += text;
      },
    },
  });
  await until(async () => {
    const { ready, bot } = await sandbox.health();
    if (bot === 'none') throw new Error(`the bot has ended: ${output.slice(-2000)}`);
    return ready;
  });
}, 90_000);

afterAll(() => sandbox?.close());

const tall = { viewport: { width: 1280, height: 1400 } };
const as = (context: TestContext, user: string) =>
  openPage(context, `${sandbox?.url}#me=${user}`, tall);
const patient = { timeout: 60_000 };

describe('a log backup', () => {
  it('shows its plan, runs when it is confirmed, and says what came of it', async (context) => {
    const page = await as(context, 'UOPERATOR');
    await send(page, '/hart backup log');
    const dialog = page.getByRole('dialog', { name: 'Confirm' });
    await dialog.getByText('BACKUP LOG [Hartonomous]').waitFor();
    await screenshot(page, 'run-confirm');
    await dialog.getByRole('button', { name: 'Confirm and start' }).click();
    await page.getByRole('dialog').getByText('has started').waitFor();
    await page.keyboard.press('Escape');
    const card = message(page, /Log backup of .* done/);
    await card.waitFor(patient);
    expect(await card.innerText()).toContain('readable (checksums)');
    await send(page, '/hart runs');
    await message(page, 'Runs in production').getByRole('cell', { name: /Done/ }).waitFor();
    await screenshot(page, 'runs');
  });
});

describe('a restore in place', () => {
  it('is asked for, approved by two others from dialogs of their own, and started', async (context) => {
    const otto = await as(context, 'UOPERATOR');
    await send(otto, '/hart restore');
    const form = otto.getByRole('dialog', { name: 'Restore' });
    await form.getByText('Reaches:').waitFor();
    await screenshot(otto, 'restore-form');
    await form.getByText('In place').click();
    await form.getByRole('textbox', { name: 'Name of the copy' }).waitFor({ state: 'detached' });
    await form.getByRole('button', { name: 'Show the plan' }).click();
    const plan = otto.getByRole('dialog', { name: 'Ask for approval' });
    await plan.getByRole('textbox').fill('production/Hartonomous');
    await plan.getByRole('button', { name: 'Ask for approval' }).click();
    await otto.getByRole('dialog').getByText('waits for 2 approvals').waitFor(patient);
    await otto.keyboard.press('Escape');
    await message(otto, 'Waiting for approval').getByRole('button', { name: 'Approve…' }).waitFor();
    await screenshot(otto, 'run-waiting');

    for (const [user, says] of [
      ['UAPPROVER1', '1 of 2'],
      ['UAPPROVER2', '2 of 2'],
    ] as const) {
      const page = await as(context, user);
      const waiting = message(page, 'Waiting for approval');
      await waiting.getByRole('button', { name: 'Approve…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Approve' });
      await dialog.getByText('RESTORE DATABASE [Hartonomous]').first().waitFor();
      await screenshot(page, 'run-approve');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('dialog').getByText(says).waitFor(patient);
    }

    await otto.getByRole('button', { name: 'Start' }).click();
    const running = message(otto, 'Running:');
    await running.getByText('Steps of run').waitFor(patient);
    await running.getByRole('img', { name: 'complete' }).first().waitFor(patient);
    await screenshot(otto, 'run-running');
    await running.getByRole('button', { name: 'Cancel…' }).click();
    const cancel = otto.getByRole('dialog', { name: 'Cancel' });
    await cancel.getByText(/overwritten/).waitFor();
    await screenshot(otto, 'run-cancel');
    await cancel.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(await running.innerText()).toContain('risk: critical');
  }, 180_000);
});
