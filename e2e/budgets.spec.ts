import { launchRun } from './launch-run.ts';
import { checkPage, checkPhoneAndDesk, expect, test } from './story.ts';

test('runs are filed under labels, and a budget for a label is made, holds a launch, is changed and deleted', async ({
  owner: page,
}) => {
  test.setTimeout(120_000);
  // A second try of this story finds what the first one left.
  const label = `Q4 ${Date.now()}`;
  const runId = await launchRun(page, { name: 'Filed away', rows: 5 });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: 'Add labels' }).click();
  await page.getByLabel('Labels (optional)').fill(`${label}, pilot`);
  await checkPage(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`filed this run under “${label}”, “pilot”`).first()).toBeVisible();
  await page.getByRole('list', { name: 'Labels' }).getByRole('link', { name: label }).click();
  await expect(page).toHaveURL(/\/runs\?label=/);
  await expect(page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row')).toHaveCount(2);
  await checkPage(page);

  await page.goto('/costs/budgets');
  await page.getByRole('button', { name: 'New budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'New budget' });
  await dialog.getByRole('button', { name: 'Make budget' }).click();
  await expect(dialog.getByText('Give the budget a name.')).toBeVisible();
  await dialog.getByLabel('Name').fill(label);
  await dialog.getByLabel('Whose spending counts').selectOption('Runs with a label');
  await dialog.getByLabel('Label', { exact: true }).fill(label.toLowerCase());
  await dialog.getByLabel('Dollars a month').fill('0.000001');
  await dialog.getByLabel('Hold launches that do not fit').check();
  await checkPage(page);
  await dialog.getByRole('button', { name: 'Make budget' }).click();
  const card = page.getByRole('region', { name: label });
  await expect(card).toContainText('$0.00 spent');
  await checkPhoneAndDesk(page);

  // A provider that is paid, and a run that is only prepared: nothing is ever sent to it.
  const headers = { authorization: `Bearer ${process.env.E2E_API_TOKEN}` };
  await page.goto('/settings/connections');
  const name = `Paid ${Date.now()}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Key', { exact: true }).fill('sk-never-used-4321');
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  const { datasetId } = await (await page.request.get(`/api/v1/runs/${runId}`, { headers })).json();
  const asked = { datasetId, model: 'gpt-4o-mini', prompt: { user: 'Sum up {{message}}' }, output: { kind: 'text' } };
  const data = { ...asked, connection: name.toLowerCase().replace(' ', '-'), labels: [label] };
  const prepared = await page.request.post('/api/v1/runs', { headers, data });
  expect(prepared.status(), await prepared.text()).toBe(201);
  const { id } = await prepared.json();
  const refused = await page.request.post(`/api/v1/runs/${id}/launch`, { headers });
  expect([refused.status(), (await refused.json()).detail]).toEqual([409, expect.stringContaining(`“${label}”`)]);
  await page.goto(`/runs/${id}`);
  await expect(page.getByText('This run cannot be launched now')).toBeVisible();
  await expect(page.getByText(/This run is expected to cost \$.* A lead can raise it/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Launch/ })).toHaveCount(0);
  await checkPage(page);

  await page.goto('/costs/budgets');
  await card.getByRole('button', { name: `Edit the budget ${label}` }).click();
  await page.getByLabel('Dollars a month').fill('25');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('$25.00 a month');
  await page.goto(`/runs/${id}`);
  await expect(page.getByRole('region', { name: 'Budget', exact: true })).toContainText('$25.00 left');
  await expect(page.getByRole('button', { name: /^Launch/ })).toBeVisible();
  await page.goto('/costs/budgets');
  await card.getByRole('button', { name: `Delete the budget ${label}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete budget' }).click();
  await expect(card).toHaveCount(0);
  // Other stories find no provider that none of them connected.
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
});
