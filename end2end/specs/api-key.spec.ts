import { expect, test } from '../fixtures.ts';
import { button, field, signUp, summary } from '../people.ts';

const SETTINGS = '/settings/api-keys';

test.beforeEach(async ({ page, open }) => {
  await signUp(page, open);
  await open(SETTINGS);
});

test('a key is shown once, works, and is deleted', async ({ page, open, server, request }) => {
  await field.name(page).fill('Backup script');
  await page.getByLabel('Ends after').selectOption('7 days');
  await button(page, 'Make the key').click();
  await expect(page.getByRole('heading', { name: 'Your new API key' })).toBeVisible();
  const key = await page.locator('#new-api-key').innerText();
  expect(key).toMatch(/^[A-Za-z]{64}$/);
  await expect(page.getByRole('main')).toContainText(`curl -H 'x-api-key: ${key}'`);
  expect(page.url()).not.toContain(key);

  await open(SETTINGS);
  await expect(page.locator('#new-api-key')).toHaveCount(0);
  expect(await page.content()).not.toContain(key);
  const item = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Backup script' });
  await expect(item).toContainText('never used');

  const session = await request.get(`${server.url}/api/auth/get-session`, { headers: { 'x-api-key': key } });
  expect((await session.json()).session.userId).toBeTruthy();
  await open(SETTINGS);
  await expect(item).toContainText('last used');

  await button(page, 'Delete Backup script').click();
  await expect(page.getByRole('status').filter({ hasText: 'The API key was deleted.' })).toBeVisible();
  await expect(item).toHaveCount(0);
  const refused = await request.get(`${server.url}/api/auth/get-session`, { headers: { 'x-api-key': key } });
  expect(refused.status()).toBe(401);
});

test('a key needs a name', async ({ page, complaints }) => {
  complaints.expect(/status of 400/);
  await button(page, 'Make the key').click();
  await expect(summary(page)).toBeVisible();
  await expect(field.name(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#new-api-key')).toHaveCount(0);
});
