import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import {
  type Person,
  button,
  expectDashboard,
  expectFieldError,
  field,
  signOut,
  signUp,
  somebody,
  submitSignIn,
} from '../people.ts';

const NEW = 'another-horse-battery';
let person: Person;

test.beforeEach(async ({ page, open }) => {
  person = await signUp(page, open);
  await signOut(page, open);
});

/** Asks for a link and opens it from the mailbox. */
async function openTheLink(page: Page, open: (path: string) => Promise<void>): Promise<void> {
  await open('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page).toHaveURL('/forgot-password');
  await field.email(page).fill(person.email);
  await button(page, 'Send the link').click();
  await expect(page.getByRole('main')).toContainText('Check your email');

  await open('/dev/mailbox');
  const mail = page.getByRole('main').locator('section').filter({ hasText: `To ${person.email}` });
  await mail.filter({ hasText: 'Reset your' }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
}

const newPassword = (page: Page) => page.getByLabel('New password', { exact: true });

test('the link of the mail leads to a new password', async ({ page, open }) => {
  await openTheLink(page, open);
  await newPassword(page).fill(NEW);
  await button(page, 'Set password').click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByRole('status')).toContainText('Your new password is set.');
  await submitSignIn(page, { email: person.email, password: NEW });
  await expectDashboard(page, person);
});

test('a refused password leaves the link as it is', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await openTheLink(page, open);
  await newPassword(page).fill('short');
  await button(page, 'Set password').click();
  await expectFieldError(newPassword(page), /too short/);
  await newPassword(page).fill(NEW);
  await button(page, 'Set password').click();
  await expect(page).toHaveURL('/sign-in');
});

test('an address without an account gets the same answer', async ({ page, open }) => {
  await open('/forgot-password');
  await field.email(page).fill(somebody().email);
  await button(page, 'Send the link').click();
  await expect(page.getByRole('main')).toContainText('Check your email');
});

test('an old link says so and offers a new one', async ({ page, open }) => {
  await open('/reset-password?error=INVALID_TOKEN');
  await expect(page.getByRole('main')).toContainText('This link no longer works');
  await page.getByRole('link', { name: 'Send a new link' }).click();
  await expect(page).toHaveURL('/forgot-password');
});
