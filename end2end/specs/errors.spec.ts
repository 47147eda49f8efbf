import { expect, test } from '../fixtures.ts';
import { NOT_FOUND, NOWHERE } from '../pages.ts';

test('an address that leads nowhere says so and shows a way on', async ({ page, open, complaints }) => {
  complaints.expect(NOT_FOUND);
  const answered = page.waitForResponse((response) => response.url().endsWith(NOWHERE));
  await open(NOWHERE);
  expect((await answered).status()).toBe(404);
  await expect(page).toHaveTitle(/not found/i);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/not found/i);
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/not found/i);
});

test('addresses that look like an attack are only not found @http', async ({ request }) => {
  for (const path of ['/pkg/../../etc/passwd', '/pkg/%2e%2e/%2e%2e/Cargo.toml', '/.env', '/pkg/nothing.js']) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
  }
});

test('the API answers in its own way @http', async ({ request }) => {
  const response = await request.get('/api/auth/there-is-nothing');
  expect(response.status()).toBe(404);
  expect(response.headers()['content-type'] ?? '').not.toContain('html');
});
