import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

export const OWNER = { name: 'Ada Example', email: 'ada@example.org', password: 'correct horse battery' };

/** Signed in once a worker process; each story then starts signed in. */
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;

/** A page that fails its story when the browser reports an error, whatever the story looks at. */
export const test = base.extend<{ owner: Page; expectedErrors: RegExp }>({
  // A refused file is a 422 on purpose; the browser reports every one as an error. Stories that cut the network say so.
  expectedErrors: [/status of 422/, { option: true }],
  page: async ({ page, expectedErrors }, use) => {
    const errors = collectErrors(page, expectedErrors);
    await use(page);
    expect(errors, 'errors in the browser console').toEqual([]);
  },
  owner: async ({ page, context }, use) => {
    if (signedIn) await context.addCookies(signedIn.cookies);
    else {
      await enter(page);
      signedIn = await context.storageState();
    }
    await use(page);
  },
});

/** What the browser complains about on this page from now on, but for what is expected. */
export function collectErrors(page: Page, expectedErrors: RegExp): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expectedErrors.test(message.text())) errors.push(message.text());
  });
  return errors;
}

/** Comes in as the owner, whether or not the owner exists yet. */
export async function enter(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  const isFirstVisit = page.url().endsWith('/welcome');
  if (isFirstVisit) await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: isFirstVisit ? /create/i : /sign in/i }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
}

/** What every page owes its reader: a title, one main heading, no sideways scrolling, nothing axe finds. */
export async function checkPage(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/.+ · Rowmill/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'pixels the page is too wide').toBeLessThanOrEqual(0);
  await settleColors(page);
  const violations = await findViolations(page);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual([]);
}

/**
 * All that axe finds on a page. It is told that there are no frames, which else cost a page of their own each time, and that
 * nobody reads what it finds in order, of which a grid has thousands: the same rules in a third of the time.
 */
export async function findViolations(page: Page) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  expect(page.frames(), 'frames of a page').toHaveLength(1);
  return (await axe.analyze()).violations;
}

/** Colors that change from one scheme to the other pass through some that nobody is meant to read. */
async function settleColors(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // Looked at anew in each frame: the promise of a transition that another one took over may never be kept.
    const moves = () =>
      document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === 'running');
    do await new Promise(requestAnimationFrame);
    while (moves());
  });
}

/** The same in both schemes. */
export async function checkBothSchemes(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkPage(page);
  }
}

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** A phone in the light and a desk in the dark. */
export async function checkPhoneAndDesk(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'light' });
  await checkPage(page);
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkPage(page);
}

/** A file as a person would choose it. */
export function csvFile(name: string, text: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

/** Presses Tab until the thing has the focus, as someone without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${target}.`);
}

/** The id of the sample dataset, out of the list of datasets. */
export async function openSampleDataset(page: Page): Promise<void> {
  // By name, because other stories add pages of datasets.
  await page.goto('/datasets?search=Sample');
  await page.getByRole('row').filter({ hasText: 'Sample' }).getByRole('link').click();
  await expect(page.getByRole('link', { name: 'New run with this data' })).toBeVisible();
}

/** The sample in the list that a new run picks its data from: searched for where other stories added so many that it is not shown. */
export async function findSampleChoice(page: Page): Promise<Locator> {
  const sample = page.getByRole('button', { name: /^Sample/ });
  const search = page.getByLabel('Search by name');
  await expect(sample.or(search).first()).toBeVisible();
  if (await search.isVisible()) await search.fill('Sample');
  await expect(sample).toBeVisible();
  return sample;
}
