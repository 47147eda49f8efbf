import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { ALL_NAMES } from '../pages.ts';
import { BEN, type Open, button, confirmAddress, createAccount, expectDashboard, signInAs, somebody } from '../people.ts';

test.use({ settings: ALL_NAMES });

async function comeAsGuest(page: Page, open: Open): Promise<void> {
  await open('/sign-in');
  await button(page, 'Continue as a guest').click();
  await expect(page).toHaveURL('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Guest');
}

const notice = (page: Page) => page.getByRole('main').getByText('You are a guest', { exact: true });

test('a guest becomes somebody by signing up', async ({ page, open }) => {
  await comeAsGuest(page, open);
  await expect(page.getByRole('main')).not.toContainText('.invalid');
  await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
  await expect(page).toHaveURL('/sign-up');
  const person = somebody();
  await createAccount(page, open, person);
  await confirmAddress(page, open, person);
  await expect(notice(page)).toHaveCount(0);
});

test('a guest becomes somebody by signing in', async ({ page, open }) => {
  await comeAsGuest(page, open);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByRole('button', { name: 'Continue as a guest' })).toHaveCount(0);
  await signInAs(page, 'Email, username or phone number', BEN.email, BEN.password);
  await expectDashboard(page, BEN);
});

test('a guest goes on to the page that was wanted', async ({ page, open }) => {
  await open('/settings/account');
  await expect(page).toHaveURL('/sign-in');
  await button(page, 'Continue as a guest').click();
  await expect(page).toHaveURL('/settings/account');
  await expect(notice(page)).toBeVisible();
});

test('a guest leaves no trace', async ({ page, open, complaints }) => {
  // What the page asks for anew when the account is gone.
  complaints.expect(/status of 401/);
  await comeAsGuest(page, open);
  await open('/sign-out');
  await expect(page.getByRole('main')).toContainText('is lost once you sign out');
  await open('/settings/account');
  await button(page, 'Delete everything').click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
});
