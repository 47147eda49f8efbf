import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { button, expectDashboard, signOut, signUp, somebody, submitSignIn } from '../people.ts';

/** Tells the provider who one is. */
async function agree(page: Page, address: string): Promise<void> {
  await page.getByLabel('Address').fill(address);
  await page.getByRole('button', { name: 'Agree' }).click();
}

test('a person signs in at a provider and finds the way back marked', async ({ page, open }) => {
  const { email } = somebody();
  const olive = { name: 'Olive', email, password: '' };
  await open('/sign-in');
  await button(page, 'Continue with Company').click();
  await agree(page, email);
  await expectDashboard(page, olive);

  await signOut(page, open);
  await open('/sign-in');
  // The provider knows the person by now and asks nothing.
  await page.getByRole('button', { name: 'Continue with Company Last used' }).click();
  await expectDashboard(page, olive);
});

test('a page that was wanted is reached by way of a provider', async ({ page }) => {
  await page.goto('/settings/sessions');
  await expect(page).toHaveURL('/sign-in');
  await button(page, 'Continue with Company').click();
  await agree(page, somebody().email);
  await expect(page).toHaveURL('/settings/sessions');
});

test('whoever refuses at the provider is told that nothing happened', async ({ page, open }) => {
  await open('/sign-in');
  await button(page, 'Continue with Company').click();
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(page.getByRole('main')).toContainText('You did not agree');
  await page.getByRole('link', { name: 'Back to signing in' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('an account is linked and unlinked', async ({ page, open }) => {
  const person = await signUp(page, open);
  await open('/settings/connections');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/Password/]);
  await button(page, 'Link Company').click();
  await agree(page, person.email);
  await expect(page).toHaveURL('/settings/connections');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2);

  await open('/settings/connections');
  await button(page, 'Unlink Company').click();
  await expect(page.getByRole('status')).toContainText('no longer linked');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/Password/]);
});

test('an account with another address is not linked, and the page says why', async ({ page, open }) => {
  await signUp(page, open);
  await open('/settings/connections');
  await button(page, 'Link Company').click();
  await agree(page, somebody().email);
  await expect(page.getByRole('main')).toContainText('The email addresses differ');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
});

test('whoever came by a provider gets a password too', async ({ page, open }) => {
  const olive = { name: 'Olive', email: somebody().email, password: 'staple-battery-7' };
  await open('/sign-in');
  await button(page, 'Continue with Company').click();
  await agree(page, olive.email);
  await expectDashboard(page, olive);

  await open('/settings/security');
  await page.getByLabel('New password').fill(olive.password);
  await button(page, 'Set a password').click();
  await expect(page.getByRole('status')).toContainText('You have a password now.');
  await expect(page.getByLabel('Current password')).toBeVisible();

  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, olive);
  await expectDashboard(page, olive);
});
