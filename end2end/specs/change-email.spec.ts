import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { button, expectDashboard, expectFieldError, field, openMail, signUp, somebody, submitSignIn } from '../people.ts';

const newEmail = (page: Page) => page.getByLabel('New email', { exact: true });

async function ask(page: Page, email: string): Promise<void> {
  await newEmail(page).fill(email);
  await button(page, 'Change address').click();
}

test('a new address counts once its link was opened, and the old one can undo it', async ({ page, open }) => {
  const person = await signUp(page, open);
  const { email } = somebody();
  await open('/settings/account');
  await ask(page, email);
  await expect(page.getByRole('status')).toContainText('a mail is on its way');
  await expect(page.getByRole('main')).toContainText(`We sent mail about ${email}`);

  await openMail(page, open, email, 'Confirm your');
  await button(page, 'Confirm my address').click();
  await expectDashboard(page, { ...person, email });

  await openMail(page, open, person.email, 'was changed');
  await button(page, 'That was not me: undo it').click();
  await expect(page).toHaveURL('/forgot-password');
  await open('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
});

test('a change can be called off', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  await signUp(page, open);
  const { email } = somebody();
  await open('/settings/account');
  await ask(page, email);
  await button(page, 'Keep my address').click();
  await expect(page.getByRole('main')).not.toContainText('We sent mail about');

  await openMail(page, open, email, 'Confirm your');
  await button(page, 'Confirm my address').click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('no longer works');
});

test('the address so far and what is no address are refused', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const person = await signUp(page, open);
  await open('/settings/account');
  await ask(page, person.email);
  await expectFieldError(newEmail(page), /your address already/);
  await ask(page, 'no-address');
  await expectFieldError(newEmail(page), /email address such as/);
});

test('the password makes a session fresh', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const person = await signUp(page, open);
  await open('/reauth?next=/settings/account');
  await field.password(page).fill('not-the-password');
  await button(page, 'Go on').click();
  await expectFieldError(field.password(page), /not your password/);
  await field.password(page).fill(person.password);
  await button(page, 'Go on').click();
  await expect(page).toHaveURL('/settings/account');
});
