import { THEMES, expectAccessible } from '../accessibility.ts';
import { expect, hydrated, test } from '../fixtures.ts';
import { ANA, BEN, button, expectDashboard, field, submitSignIn, userMenu } from '../people.ts';

test.use({ settings: '[multi_session]\nenabled = true' });

test.beforeEach(async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, ANA);
  await expectDashboard(page, ANA);
});

test('somebody signs in beside who is signed in, and the menu switches between them', async ({ page }) => {
  await userMenu(page, ANA).click();
  await page.getByRole('link', { name: 'Add another account' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByRole('link', { name: 'Continue as Ana' })).toBeVisible();
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);

  await userMenu(page, BEN).click();
  await page.getByRole('button', { name: 'Switch to Ana' }).click();
  await expectDashboard(page, ANA);
  await expect(userMenu(page, BEN)).toHaveCount(0);
  await userMenu(page, ANA).click();
  await expect(page.getByRole('button', { name: 'Switch to Ben' })).toBeVisible();
});

test('a typed address is not needed for an account that is signed in here', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  await open('/sign-in');
  await expect(field.email(page)).toHaveValue('');
  await page.getByRole('button', { name: 'Continue as Ana' }).click();
  await expectDashboard(page, ANA);
});

test('one account signs out and the other goes on', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  await open('/sign-out');
  await button(page, 'Sign out of this account').click();
  await expectDashboard(page, ANA);
  await open('/sign-out');
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
  await open('/sign-in');
  await expect(page.getByText('Signed in in this browser')).toHaveCount(0);
});

test('another tab shows nothing of the account before @js', async ({ page, open, context }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  const other = await context.newPage();
  await open('/dashboard', other);
  await expectDashboard(other, BEN);
  await userMenu(page, BEN).click();
  await page.getByRole('button', { name: 'Switch to Ana' }).click();
  await expectDashboard(page, ANA);
  await expectDashboard(other, ANA);
  await hydrated(other);
});

for (const theme of THEMES) {
  test(`the pages with several accounts can be used by everybody, ${theme.name} @js`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: theme.scheme });
    await open('/sign-in');
    await submitSignIn(page, BEN);
    await expectDashboard(page, BEN);
    for (const path of ['/sign-in', '/sign-out', '/dashboard']) {
      await open(path);
      if (path === '/dashboard') await userMenu(page, BEN).click();
      await expectAccessible(page);
    }
  });
}
