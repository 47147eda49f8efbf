import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { ADMIN_PAGES, NOT_FOUND, NOWHERE, PUBLIC_PAGES } from '../pages.ts';
import { ANA, BEN, button, expectDashboard, fillSignUp, somebody, submitSignIn, summary, userMenu } from '../people.ts';

const WIDTHS = [1280, 320];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The theme of the system, and the choice that overrules it. */
const THEMES = [
  { name: 'light', scheme: 'light', choice: undefined },
  { name: 'dark', scheme: 'dark', choice: undefined },
  { name: 'light by choice', scheme: 'dark', choice: 'light' },
  { name: 'dark by choice', scheme: 'light', choice: 'dark' },
] as const;

/** Checks the page as it is, on a wide and on a narrow screen. */
async function expectAccessible(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
    );
    expect(found.join('\n\n'), `at ${width} px`).toBe('');

    const { wide, room } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    expect(wide, `the page scrolls sideways at ${width} px`).toBeLessThanOrEqual(room);
  }
}

for (const { name, scheme, choice } of THEMES) {
  test.describe(`in ${name} @js`, () => {
    test.beforeEach(async ({ page, context, server }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      if (choice) await context.addCookies([{ name: 'theme', value: choice, url: server.url }]);
    });

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
