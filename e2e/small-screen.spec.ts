import { checkPage, expect, openSampleDataset, test } from './story.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`at 390 pixels, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, colorScheme });

    test('every page fits, and the menu leads to them', async ({ owner: page }) => {
      await page.goto('/');
      await checkPage(page);
      await page.getByText('Menu', { exact: true }).click();
      await page.getByRole('link', { name: 'Runs', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
      await checkPage(page);

      // Other stories run the same sample: the first one on the list is as good as any.
      await page
        .getByRole('link', { name: /^Sample/ })
        .first()
        .click();
      await expect(page.getByRole('heading', { name: 'Progress over time' })).toBeVisible();
      await checkPage(page);
      await page.getByRole('link', { name: 'See the results' }).click();
      await expect(page.getByRole('grid', { name: 'Results' })).toBeVisible();
      await checkPage(page);
      await page.getByRole('link', { name: 'Open row 1', exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'Row 1' })).toContainText('What was sent');
      await checkPage(page);

      await openSampleDataset(page);
      await checkPage(page);
      await page.getByRole('link', { name: 'New run with this data' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible();
      await checkPage(page);
      await page.goto('/datasets/new');
      await checkPage(page);
      await page.goto('/settings/connections');
      await checkPage(page);
    });
  });
}
