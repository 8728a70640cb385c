import type { Locator, Page } from 'playwright-core';
import { message, screenshot, send } from './browser.ts';

/** For what waits for databases. */
export const patient = { timeout: 240_000 };

/** Who is next, as the line above the message box says. */
export const hint = (page: Page) => page.getByRole('note');

/** Becomes whom the page names, reads the plan in the dialog and agrees to it. */
export async function approveAs(
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
export async function backUp(
  page: Page,
  kind: string,
  says: string,
  done: RegExp,
): Promise<Locator> {
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
export async function askFor(page: Page, approvals: number): Promise<void> {
  const plan = page.getByRole('dialog', { name: 'Ask for approval' });
  await plan.getByRole('button', { name: 'Ask for approval' }).click();
  const waits = approvals === 1 ? 'waits for 1 approval' : `waits for ${approvals} approvals`;
  await page.getByRole('dialog').getByText(waits).waitFor(patient);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Becomes whom the page names, and starts what was approved. */
export async function startAs(page: Page, name: string): Promise<void> {
  await hint(page).getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Start' }).click();
}
