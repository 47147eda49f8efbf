import { THEMES, chooseTheme, expectAccessible } from '../accessibility.ts';
import { expect, expectSameFirstFrame, test } from '../fixtures.ts';
import { ALL_NAMES, NAMES_PAGES, SIGNED_IN_PAGES } from '../pages.ts';
import { BEN, button, expectDashboard, signInAs } from '../people.ts';

// The pages where usernames, phone numbers and guests are on.
test.use({ settings: ALL_NAMES });

const GUEST_PAGES = ['/dashboard', '/settings/profile', '/settings/account', '/sign-out', '/sign-in', '/sign-up'];

for (const theme of THEMES) {
  test.describe(`in ${theme.name} @js`, () => {
    test.beforeEach(({ page, server }) => chooseTheme(page, theme, server.url));

    for (const path of NAMES_PAGES) {
      test(`${path} is accessible`, async ({ page, open }) => {
        await open(path);
        await expectAccessible(page);
      });
    }

    test('the settings are accessible', async ({ page, open }) => {
      await open('/sign-in');
      await signInAs(page, 'Email, username or phone number', BEN.email, BEN.password);
      await expectDashboard(page, BEN);
      for (const path of ['/settings/profile', '/settings/account']) {
        await open(path);
        await expectAccessible(page);
      }
    });

    test('the pages of a guest are accessible', async ({ page, open }) => {
      await open('/sign-in');
      await button(page, 'Continue as a guest').click();
      await expect(page).toHaveURL('/dashboard');
      for (const path of GUEST_PAGES) {
        await open(path);
        await expectAccessible(page);
      }
    });
  });
}

for (const path of NAMES_PAGES) {
  test(`${path}: the first frame of the application is the page that the server sent @js`, async ({ page, open }) => {
    await open(path);
    await expectSameFirstFrame(page);
  });
}

test('pages of somebody who is signed in: the first frame is the same @js', async ({ page, open }) => {
  await open('/sign-in');
  await signInAs(page, 'Email, username or phone number', BEN.email, BEN.password);
  await expectDashboard(page, BEN);
  for (const path of SIGNED_IN_PAGES) {
    await open(path);
    await expectSameFirstFrame(page);
  }
});

test('pages of a guest: the first frame is the same @js', async ({ page, open }) => {
  await open('/sign-in');
  await button(page, 'Continue as a guest').click();
  await expect(page).toHaveURL('/dashboard');
  for (const path of GUEST_PAGES) {
    await open(path);
    await expectSameFirstFrame(page);
  }
});
