import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { button, expectDashboard, expectFieldError, field, signOut, signUp, submitSignIn } from '../people.ts';

type Open = (path: string) => Promise<void>;

/** The code in the latest mail to an address. */
async function mailedCode(page: Page, open: Open, email: string): Promise<string> {
  await open('/dev/mailbox');
  const mail = page.getByRole('main').locator('section').filter({ hasText: `To ${email}` });
  const text = await mail.filter({ hasText: /Your .* code/ }).first().innerText();
  return /\b\d{6}\b/.exec(text)![0];
}

const code = (page: Page) => page.getByLabel('Code', { exact: true });

test('the code of the mail signs in', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const person = await signUp(page, open);
  await signOut(page, open);
  await open('/sign-in');
  await field.email(page).fill(person.email);
  await button(page, 'Email me a code').click();
  await expect(page).toHaveURL('/check-email');
  const sent = await mailedCode(page, open, person.email);

  await open('/check-email');
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(code(page)).toHaveAttribute('inputmode', 'numeric');
  await code(page).fill('x');
  await button(page, 'Sign in').click();
  await expectFieldError(code(page), /wrong/);
  await code(page).fill(`${sent.slice(0, 3)} ${sent.slice(3)}`);
  await button(page, 'Sign in').click();
  await expectDashboard(page, person);
});

test('a code sets a new password', async ({ page, open }) => {
  const person = await signUp(page, open);
  await signOut(page, open);
  await open('/forgot-password');
  await field.email(page).fill(person.email);
  await button(page, 'Send a code instead').click();
  await expect(page).toHaveURL('/reset-password?by=code');
  const sent = await mailedCode(page, open, person.email);
  await open('/reset-password?by=code');
  await expect(field.email(page)).toHaveValue(person.email);
  await code(page).fill(sent);
  await page.getByLabel('New password', { exact: true }).fill('another-horse-battery');
  await button(page, 'Set password').click();
  await expect(page).toHaveURL('/sign-in');
  await submitSignIn(page, { email: person.email, password: 'another-horse-battery' });
  await expectDashboard(page, person);
});

test('after asking for another code, the button counts down @js', async ({ page, open }) => {
  await open('/sign-in');
  await field.email(page).fill('ben@example.com');
  await button(page, 'Email me a code').click();
  await expect(page).toHaveURL('/check-email');
  await button(page, 'Send another code').click();
  await expect(page.getByRole('button', { name: /Send again in \d+ s/ })).toBeVisible();
});
