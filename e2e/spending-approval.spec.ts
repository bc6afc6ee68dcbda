import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { INSTANT_PACE } from '../lib/sandbox/pace.ts';
import { createSandbox } from '../lib/sandbox/sandbox.ts';
import { serveSandbox } from '../lib/sandbox/serve.ts';
import { checkPage, checkPhoneAndDesk, collectErrors, expect, openSampleDataset, test } from './story.ts';
import { enterAs, MEMBER } from './viewer.ts';

const KEY = 'sk-that-is-paid-for';

/** An account that is paid for, as far as Rowmill knows. */
async function connect(page: Page, address: string): Promise<void> {
  await page.goto('/settings/connections');
  await page.getByLabel('Name', { exact: true }).fill('Paid account');
  await page.getByLabel('Address (optional)').fill(address);
  await page.getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Paid account' })).toBeVisible();
}

async function setRule(page: Page, amount: string, says: string): Promise<void> {
  await page.goto('/settings/spending');
  await page.getByLabel('Members ask above … dollars (optional)').fill(amount);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`Saved. ${says}`)).toBeVisible();
}

test('a member asks before a large run, a lead declines with a note and then approves, and it runs as it was shown', async ({
  owner: page,
  browser,
}) => {
  test.setTimeout(120_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-paid-'));
  const served = await serveSandbox(createSandbox({ directory, apiKey: KEY, pace: INSTANT_PACE, failureRate: 0 }), {
    port: 0,
  });
  const elsewhere = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? '' });
  const member = await elsewhere.newPage();
  const errors = collectErrors(member, /status of 422/);
  await connect(page, served.url);
  await setRule(page, '0', 'Members ask before a run that may cost over $0.00.');
  await checkPage(page);

  await enterAs(member, MEMBER);
  await openSampleDataset(member);
  await member.getByRole('link', { name: 'New run with this data' }).click();
  await member.getByRole('textbox', { name: 'Instruction for each row' }).fill('Sum up {{message}}');
  await member.getByRole('button', { name: 'Next: Answer' }).click();
  await member.getByRole('button', { name: 'Next: Launch' }).click();
  await member.getByLabel('Connection').selectOption({ label: 'Paid account' });
  await member.getByLabel('Name of the run (optional)').fill('Letters of the year');
  const ask = member.getByRole('button', { name: /^Ask for approval · about \$/ });
  await expect(ask).toBeVisible();
  await expect(member.getByText('Ada Example decides.', { exact: false })).toBeVisible();
  await ask.click();
  await expect(member.getByRole('heading', { name: 'Waiting for approval', exact: true })).toBeVisible();
  await checkPhoneAndDesk(member);

  await page.goto('/');
  await expect(page.getByText(/^Ben Member asks for approval · about \$/)).toBeVisible();
  await page.getByRole('link', { name: 'Letters of the year' }).first().click();
  await expect(page.getByRole('heading', { name: 'First rows, as they are sent' })).toBeVisible();
  await checkPhoneAndDesk(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  const dialog = page.getByRole('dialog', { name: 'Decline this run?' });
  await dialog.getByRole('button', { name: 'Decline' }).click();
  await expect(dialog.getByText('Say why, so that they know what to change.')).toBeVisible();
  await dialog.getByLabel('Why').fill('Try a few rows first.');
  await dialog.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByText('Declined by Ada Example')).toBeVisible();

  await expect(member.getByText('Try a few rows first.')).toBeVisible();
  await checkPage(member);
  await member.getByRole('link', { name: 'Change the run' }).click();
  await member.getByLabel('Only the first rows (optional)').fill('20');
  await expect(member.getByText('only the first 20')).toBeVisible();
  await ask.click();
  await expect(member.getByRole('heading', { name: 'Waiting for approval', exact: true })).toBeVisible();

  await page.goto('/runs');
  await page.getByRole('row').filter({ hasText: 'Waiting for approval' }).getByRole('link').first().click();
  await page.getByRole('button', { name: /^Approve and launch · about \$/ }).click();
  await expect(page.getByText('Approved by', { exact: true })).toBeVisible();
  await expect(member.getByText('20 rows in · 20 answered · 0 failed · 0 missing')).toBeVisible({ timeout: 60_000 });
  await expect(member.getByText('Ada Example approved this run, which Ben Member asked for.')).toBeVisible();

  await setRule(page, '', 'Members launch every run by themselves.');
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Delete Paid account' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Paid account' })).toHaveCount(0);
  expect(errors, 'errors in the member’s console').toEqual([]);
  await elsewhere.close();
  await served.close();
  fs.rmSync(directory, { recursive: true, force: true });
});
