import { randomInt } from 'node:crypto';

import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { ALL_NAMES } from '../pages.ts';
import {
  type Open,
  button,
  expectDashboard,
  expectFieldError,
  signInAs,
  signOut,
  signUp,
  summary,
  textedCode,
} from '../people.ts';

test.use({ settings: ALL_NAMES });

const NAME = 'Email, username or phone number';
const identifier = (page: Page) => page.getByLabel(NAME, { exact: true });
const code = (page: Page) => page.getByLabel('Code', { exact: true });

/** A number that nobody has. */
const unused = () => `+35840${randomInt(1_000_000, 9_999_999)}`;

/** Whoever is signed in has the number from now on. */
async function addNumber(page: Page, open: Open, number: string): Promise<void> {
  await open('/settings/account');
  await page.getByLabel('New phone number', { exact: true }).fill(number);
  await button(page, 'Send a code').click();
  await expect(page.getByRole('main')).toContainText(`A code went to ${number}.`);
  const sent = await textedCode(page, open, number);
  await open('/settings/account');
  await code(page).fill(sent);
  await button(page, 'Confirm the number').click();
  await expect(page.getByRole('status').filter({ hasText: 'Your phone number is saved.' })).toBeVisible();
}

test('a number is added by its code and signs in by code and by password', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const number = unused();
  const person = await signUp(page, open);
  await addNumber(page, open, number);
  await signOut(page, open);

  await open('/sign-in');
  await identifier(page).fill(`${number.slice(0, 4)} ${number.slice(4)}`);
  await button(page, 'Send me a code').click();
  await expect(page).toHaveURL('/check-phone');
  const sent = await textedCode(page, open, number);
  await open('/check-phone');
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code');
  await code(page).fill('1');
  await button(page, 'Sign in').click();
  await expectFieldError(code(page), /wrong/);
  await code(page).fill(`${sent.slice(0, 3)} ${sent.slice(3)}`);
  await button(page, 'Sign in').click();
  await expectDashboard(page, person);

  await signOut(page, open);
  await open('/sign-in');
  await signInAs(page, NAME, number, person.password);
  await expectDashboard(page, person);
});

test('a number is removed again', async ({ page, open }) => {
  await signUp(page, open);
  await addNumber(page, open, unused());
  await button(page, 'Remove the number').click();
  await expect(page.getByRole('status').filter({ hasText: 'Your phone number was removed.' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('None yet');
});

test('another number can be given instead of one that waits', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signUp(page, open);
  await open('/settings/account');
  const number = page.getByLabel('New phone number', { exact: true });
  await number.fill('no number');
  await button(page, 'Send a code').click();
  await expectFieldError(number, /with its country/);
  await number.fill(unused());
  await button(page, 'Send a code').click();
  await expect(code(page)).toBeVisible();
  await button(page, 'Not this number').click();
  await expect(number).toBeVisible();
});

test('a code signs somebody new up', async ({ page, open }) => {
  const number = unused();
  await open('/check-phone');
  await page.getByLabel('Phone number', { exact: true }).fill(number);
  await button(page, 'Text me a code').click();
  await expect(page.getByRole('main')).toContainText(`A code went to ${number}.`);
  const sent = await textedCode(page, open, number);
  await open('/check-phone');
  await code(page).fill(sent);
  await button(page, 'Sign in').click();
  await expect(page).toHaveURL('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(page.getByRole('main')).not.toContainText('.invalid');
});

test('a code of a text message sets a new password', async ({ page, open }) => {
  const number = unused();
  const person = await signUp(page, open);
  await addNumber(page, open, number);
  await signOut(page, open);
  await open('/forgot-password');
  await page.getByLabel('Email or phone number', { exact: true }).fill(number);
  await button(page, 'Send the link').click();
  await expect(page).toHaveURL('/reset-password?by=text');
  const sent = await textedCode(page, open, number);
  await open('/reset-password?by=text');
  await expect(page.getByLabel('Phone number', { exact: true })).toHaveValue(number);
  await code(page).fill(sent);
  await page.getByLabel('New password', { exact: true }).fill('another-horse-battery');
  await button(page, 'Set password').click();
  await expect(page).toHaveURL('/sign-in');
  await signInAs(page, NAME, number, 'another-horse-battery');
  await expectDashboard(page, person);
});

test('after asking for another code, the button counts down @js', async ({ page, open }) => {
  await open('/sign-in');
  await identifier(page).fill(unused());
  await button(page, 'Send me a code').click();
  await expect(page).toHaveURL('/check-phone');
  await button(page, 'Send another code').click();
  await expect(page.getByRole('button', { name: /Send again in \d+ s/ })).toBeVisible();
});

test('a wrong password of a number is said in its words', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  await open('/sign-in');
  await signInAs(page, NAME, unused(), 'wrong-horse-battery');
  await expect(summary(page)).toContainText('Phone number or password is wrong.');
});
