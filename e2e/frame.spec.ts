import { test as plainTest } from '@playwright/test';
import { checkPage, enter, expect, tabTo, test } from './story.ts';

test('the colors a person chose last, from the first paint on, whatever the system says', async ({ owner: page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await canvas();
  await page.getByRole('radio', { name: 'Dark' }).first().check({ force: true });
  await expect.poll(canvas).not.toBe(light);
  const dark = await canvas();
  await checkPage(page);

  // What the server sends is dark already: no script has to run first.
  const html = await (await page.request.get('/runs')).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  await page.reload();
  expect(await canvas()).toBe(dark);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  expect(await canvas()).toBe(dark);
  await expect(page.getByRole('radio', { name: 'Dark' }).first()).toBeChecked();

  await page.getByRole('radio', { name: 'As the system' }).first().check({ force: true });
  await expect.poll(canvas).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(canvas).toBe(dark);
});

test('the first Tab leads past the menu to the content', async ({ owner: page }) => {
  await page.goto('/runs');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await tabTo(page, skip);
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'New run' })).toBeFocused();
});

test.describe('where there is nothing', () => {
  // The answer is 404 on purpose, and the browser reports it as an error.
  test.use({ expectedErrors: /status of 404/ });

  test('an address that leads nowhere says so inside the frame, and where to go', async ({ owner: page }) => {
    for (const address of [
      '/nowhere',
      '/runs/run_that_never_was',
      '/runs/run_that_never_was/results/abc',
      '/datasets/ds_x',
    ]) {
      const response = await page.goto(address);
      expect(response?.status(), address).toBe(404);
      await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
      await expect(page).toHaveTitle('Not found · Rowmill');
    }
    await checkPage(page);
    await page.getByRole('main').getByRole('link', { name: 'Runs' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
  });
});

// Without the fixture that fails at every error in the console: here there is one on purpose.
plainTest('a page that could not be made says that nothing is lost, and tries again', async ({ page }) => {
  await enter(page);
  await page.evaluate(() => {
    const format = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format') ?? {};
    const mend = () => Object.defineProperty(Intl.NumberFormat.prototype, 'format', format);
    document.addEventListener('mend', mend, { once: true });
    Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
      configurable: true,
      get() {
        throw new Error('Numbers are broken, so that a page cannot be made.');
      },
    });
  });
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible();
  await expect(page.getByText('Nothing was lost', { exact: false })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to Home' })).toBeVisible();
  await expect(page).toHaveTitle('Could not be loaded · Rowmill');
  await checkPage(page);
  await page.evaluate(() => document.dispatchEvent(new Event('mend')));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
});
