import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { ALL_NAMES } from '../pages.ts';
import {
  type Open,
  type Person,
  button,
  confirmAddress,
  expectDashboard,
  expectFieldError,
  fillSignUp,
  signInAs,
  signOut,
  signUp,
  somebody,
} from '../people.ts';

test.use({ settings: ALL_NAMES });

const NAME = 'Email, username or phone number';
const username = (page: Page) => page.getByLabel(/^Username/);

/** Signing up with this username is refused, and the field says why. */
async function expectRefused(page: Page, open: Open, name: string, why: RegExp): Promise<void> {
  await open('/sign-up');
  await fillSignUp(page, somebody());
  await username(page).fill(name);
  await button(page, 'Create account').click();
  await expectFieldError(username(page), why);
}

/** Somebody new signs up with a username. */
async function signUpWith(page: Page, open: Open, name: string): Promise<Person> {
  const person = somebody();
  await open('/sign-up');
  await fillSignUp(page, person);
  await username(page).fill(name);
  await button(page, 'Create account').click();
  await expect(page).toHaveURL('/check-email');
  await confirmAddress(page, open, person);
  return person;
}

/** A username that nobody has. */
const unused = () => `E_${randomUUID().slice(0, 8)}`;

test('a username is chosen at sign-up and signs in', async ({ page, open }) => {
  const name = unused();
  const person = await signUpWith(page, open, name);
  await expect(page.getByRole('main')).toContainText(name);
  await signOut(page, open);
  await open('/sign-in');
  const field = page.getByLabel(NAME, { exact: true });
  await expect(field).toHaveAttribute('autocomplete', 'username webauthn');
  await expect(field).toHaveAttribute('autocapitalize', 'none');
  await signInAs(page, NAME, name.toUpperCase(), person.password);
  await expectDashboard(page, person);
});

test('the address signs in as well', async ({ page, open }) => {
  const person = await signUpWith(page, open, unused());
  await signOut(page, open);
  await open('/sign-in');
  await signInAs(page, NAME, person.email, person.password);
  await expectDashboard(page, person);
});

test('a username that somebody has is said at the field', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const taken = unused();
  await signUpWith(page, open, taken);
  await signOut(page, open);
  await expectRefused(page, open, taken, /somebody has this username/i);
});

for (const [name, said] of [
  ['admin', /cannot be a username/i],
  ['a b c', /cannot be a username/i],
  ['ab', /too short/i],
] as const) {
  test(`that "${name}" is no username is said at the field`, async ({ page, open, complaints }) => {
    complaints.expect(/status of 400/);
    await expectRefused(page, open, name, said);
  });
}

test('while somebody types, they hear whether the username is free @js', async ({ page, open }) => {
  await open('/sign-up');
  await username(page).pressSequentially('admin');
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'cannot be a username' })).toBeVisible();
  await username(page).fill('');
  await username(page).pressSequentially(unused());
  await expect(page.getByRole('main').getByText('This username is free.')).toBeVisible();
});

test('a username is changed in the profile', async ({ page, open }) => {
  const person = await signUp(page, open);
  const name = unused();
  await open('/settings/profile');
  await username(page).fill(name);
  await page.getByLabel('Shown as', { exact: true }).fill(`${name} the first`);
  await button(page, 'Save username').click();
  await expect(page.getByRole('status').filter({ hasText: 'Your username is saved.' })).toBeVisible();
  await open('/dashboard');
  await expect(page.getByRole('main')).toContainText(`${name} the first`);
  await signOut(page, open);
  await open('/sign-in');
  await signInAs(page, NAME, name, person.password);
  await expectDashboard(page, person);
});
