import { CHOSEN_THEMES, THEMES, chooseTheme, expectAccessible } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { ADMIN_PAGES, NOT_FOUND, NOWHERE, PUBLIC_PAGES } from '../pages.ts';
import { ANA, BEN, button, expectDashboard, fillSignUp, somebody, submitSignIn, summary, userMenu } from '../people.ts';

for (const theme of THEMES) {
  test.describe(`in ${theme.name} @js`, () => {
    test.beforeEach(({ page, server }) => chooseTheme(page, theme, server.url));

    for (const path of PUBLIC_PAGES) {
      test(`${path} is accessible`, async ({ page, open }) => {
        await open(path);
        await expectAccessible(page);
      });
    }

    test('the page for unknown addresses is accessible', async ({ page, open, complaints }) => {
      complaints.expect(NOT_FOUND);
      await open(NOWHERE);
      await expectAccessible(page);
    });

    test('the pages of somebody who is signed in are accessible', async ({ page, open }) => {
      await open('/sign-in');
      await submitSignIn(page, BEN);
      await expectDashboard(page, BEN);
      await expectAccessible(page);
      await userMenu(page, BEN).click();
      await expect(page.getByRole('link', { name: 'Sign out' })).toBeVisible();
      await expectAccessible(page);
      await open('/sign-out');
      await expectAccessible(page);
    });

    test('the pages of somebody who administers are accessible', async ({ page, open }) => {
      test.slow();
      await open('/sign-in');
      await submitSignIn(page, ANA);
      await expectDashboard(page, ANA);
      for (const path of ADMIN_PAGES) {
        await open(path);
        await expectAccessible(page);
      }
      await open('/admin/users?search=ben@example.com');
      await page.getByRole('main').getByRole('link', { name: 'Ben' }).click();
      await expect(page.getByRole('main')).toContainText('Ways to sign in');
      await expectAccessible(page);
    });

    test('a form with problems is accessible', async ({ page, open, complaints }) => {
      complaints.expect(/Failed to load resource: the server responded with a status of 4\d\d/);
      await open('/sign-up');
      await fillSignUp(page, { ...somebody(), name: '', email: 'no-address' });
      await button(page, 'Create account').click();
      await expect(summary(page)).not.toBeEmpty();
      await expectAccessible(page);
    });
  });
}

for (const theme of CHOSEN_THEMES) {
  test(`a page in ${theme.name} is accessible @js`, async ({ page, open, server }) => {
    await chooseTheme(page, theme, server.url);
    await open('/dev/components');
    await expectAccessible(page);
  });
}

test('a keyboard is enough to sign in @js', async ({ page, open }) => {
  await open('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await open('/sign-in');
  await page.getByLabel('Email', { exact: true }).focus();
  await page.keyboard.type(BEN.email);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type(BEN.password);
  await page.keyboard.press('Enter');
  await expectDashboard(page, BEN);
});
