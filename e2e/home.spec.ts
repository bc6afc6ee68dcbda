import { launchRun } from './launch-run.ts';
import { checkPage, expect, test } from './story.ts';

const OVER_MS = 120_000;

test('Home says what moves, what needs a person, and what was spent and saved this month', async ({ owner: page }) => {
  test.setTimeout(240_000);
  const runId = await launchRun(page, { name: 'Needs somebody', rows: 200 });
  await page.goto('/');
  const card = page.getByRole('article').filter({ hasText: 'Needs somebody' });
  await expect(card.getByRole('img', { name: /^Rows of Needs somebody: / })).toBeVisible();
  await checkPage(page);

  const need = page
    .getByRole('region', { name: 'Needs you' })
    .getByRole('listitem')
    .filter({ hasText: 'Needs somebody' });
  await expect(need).toContainText(/1\d\d of 200 rows answered, \d+ failed/, { timeout: OVER_MS });
  await expect(card).toHaveCount(0);
  const spent = page.getByRole('region', { name: 'Spent and saved' });
  await expect(spent).toContainText('Would have cost this month');
  await expect(spent).toContainText('Sandbox · simulated answers');
  await expect(spent).toContainText('You paid $0.00');
  await checkPage(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(page);
  }
  await need.getByRole('link', { name: 'Needs somebody' }).click();
  await expect(page).toHaveURL(`/runs/${runId}`);
  await expect(page.getByRole('heading', { name: /\d+ rows? without an answer/ })).toBeVisible();

  await page.getByRole('link', { name: 'Run all 500 rows' }).click();
  await expect(page).toHaveURL(/\/runs\/new\/drf_\w+\/launch$/);
  await expect(page.getByLabel('Only the first rows (optional)')).toHaveValue('');
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeVisible({ timeout: 60_000 });
});

test('runs are found by name and by state, and their bars say their counts to the keyboard', async ({
  owner: page,
}) => {
  test.setTimeout(240_000);
  // A second try of this story finds the run of the first one too.
  const name = `Needle ${Date.now()} in the haystack`;
  await launchRun(page, { name, maxAttempts: 8, rows: 20 });
  await page.goto('/runs');
  await page
    .getByRole('searchbox', { name: 'Search runs by name' })
    .fill(name.replace('Needle', 'needle').replace('in the', 'IN the'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/name=needle/);
  const rows = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(rows.getByText('20 of 20 rows answered').filter({ visible: true })).toBeVisible({ timeout: OVER_MS });
  await page.getByRole('navigation', { name: 'Runs by state' }).getByRole('link', { name: /^Done/ }).click();
  await expect(page).toHaveURL(/status=done/);
  await expect(rows).toHaveCount(2);

  const bar = page.getByRole('img', { name: /^Rows of Needle/ });
  // A page that still scrolls to its new place closes what is open.
  await expect(async () => {
    await bar.blur();
    await bar.focus();
    await expect(page.getByRole('tooltip')).toContainText('20 answered', { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await checkPage(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);

  await page.getByRole('searchbox', { name: 'Search runs by name' }).fill('no such run');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No run like this')).toBeVisible();
  await checkPage(page);
  await page.getByRole('link', { name: 'Show all runs' }).click();
  await expect(rows.nth(1)).toBeVisible();
});
