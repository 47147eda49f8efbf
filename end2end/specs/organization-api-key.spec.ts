import { randomUUID } from 'node:crypto';

import { THEMES, expectAccessible } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { button, field, signUp } from '../people.ts';

test.use({
  settings: `
[[api_key]]
config_id = "default"

[[api_key]]
config_id = "organization"
references = "organization"
`,
});

test.beforeEach(async ({ page, open }) => {
  await signUp(page, open);
  await open('/orgs/new');
  await field.name(page).fill(`Acme ${randomUUID().slice(0, 8)}`);
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL(/\/o\/acme-/);
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'API keys' }).click();
  await expect(page).toHaveURL(/\/api-keys$/);
});

test('a key of an organization is shown once and deleted', async ({ page, open }) => {
  await field.name(page).fill('Deploy');
  await button(page, 'Make the key').click();
  await expect(page.getByRole('heading', { name: 'Your new API key' })).toBeVisible();
  const key = await page.locator('#new-api-key').innerText();
  await open(new URL(page.url()).pathname);
  expect(await page.content()).not.toContain(key);
  await button(page, 'Delete Deploy').click();
  await expect(page.getByRole('status').filter({ hasText: 'The API key was deleted.' })).toBeVisible();
  await expect(page.getByText('No API keys yet')).toBeVisible();
});

for (const theme of THEMES) {
  test(`the page can be used by everybody, ${theme.name} @js`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme.scheme });
    await field.name(page).fill('Deploy');
    await button(page, 'Make the key').click();
    await expect(page.locator('#new-api-key')).toBeVisible();
    await expectAccessible(page);
  });
}
