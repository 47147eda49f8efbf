import { expect, test } from '../fixtures.ts';
import {
  BEN,
  button,
  expectDashboard,
  expectFieldError,
  field,
  openMail,
  signOut,
  signUp,
  somebody,
  summary,
} from '../people.ts';

test('the link of the mail signs in, once a person says so', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const person = await signUp(page, open);
  await signOut(page, open);
  await open('/sign-in');
  await field.email(page).fill(person.email);
  await button(page, 'Email me a link').click();
  await expect(page).toHaveURL('/check-email');
  await expect(page.getByRole('main')).toContainText(person.email);

  await openMail(page, open, person.email, 'Sign in to');
  const link = page.url();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await button(page, 'Sign me in').click();
  await expectDashboard(page, person);

  await signOut(page, open);
  await open(link.replace(/^https?:\/\/[^/]+/, ''));
  await button(page, 'Sign me in').click();
  await expect(summary(page)).toContainText('no longer works');
  await page.getByRole('link', { name: 'Send me a new link' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('somebody new is signed up by a link', async ({ page, open }) => {
  const { email } = somebody();
  await open('/sign-in');
  await field.email(page).fill(email);
  await button(page, 'Email me a link').click();
  await expect(page).toHaveURL('/check-email');
  await openMail(page, open, email, 'Sign in to');
  await button(page, 'Sign me in').click();
  await expect(page).toHaveURL('/dashboard');
  await expect(page.getByRole('main')).toContainText(email);
});

test('the link leads to the page that was wanted', async ({ page, open }) => {
  await open('/settings/profile');
  await expect(page).toHaveURL(/\/sign-in/);
  await field.email(page).fill(BEN.email);
  await button(page, 'Email me a link').click();
  await expect(page).toHaveURL('/check-email');
  await openMail(page, open, BEN.email, 'Sign in to');
  await button(page, 'Sign me in').click();
  await expect(page).toHaveURL('/settings/profile');
});

test('an address is asked for', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await open('/sign-in');
  await button(page, 'Email me a link').click();
  await expectFieldError(field.email(page), /enter your email/i);
});

test('after asking again, the button counts down @js', async ({ page, open }) => {
  await open('/sign-in');
  await field.email(page).fill(somebody().email);
  await button(page, 'Email me a link').click();
  await expect(page).toHaveURL('/check-email');
  await button(page, 'Send the link again').click();
  await expect(page.getByRole('button', { name: /Send again in \d+ s/ })).toBeVisible();
});
