import { createHmac } from 'node:crypto';

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
  submitSignIn,
} from '../people.ts';

const SETTINGS = '/settings/security/two-factor';

/** What an authenticator app shows (RFC 6238) for a key in Base32, in the period this many after the current one. */
function totp(key: string, periods = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + periods));
  const hash = createHmac('sha1', bytes).update(counter).digest();
  const offset = hash[19]! & 15;
  return ((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}

/** Sets up the app; the key and a backup code. */
async function setUp(page: Page, open: (path: string) => Promise<void>, person: Person) {
  await open(SETTINGS);
  await field.password(page).fill(person.password);
  await button(page, 'Begin').click();
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  const uri = await page.getByRole('link', { name: 'Open in an app on this device' }).getAttribute('href');
  const key = new URL(uri!).searchParams.get('secret')!;
  await page.getByLabel('Code', { exact: true }).fill(totp(key));
  await button(page, 'Switch on').click();
  const codes = page.getByRole('list', { name: 'Your backup codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const backupCode = await codes.first().innerText();
  await page.getByLabel('I have put them in a safe place').check();
  await button(page, 'Done').click();
  await expect(page.getByRole('main')).toContainText('10 backup codes are left.');
  return { key, backupCode };
}

async function signInAgain(page: Page, open: (path: string) => Promise<void>, person: Person) {
  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(page).toHaveURL(/\/two-factor/);
  await expect(page.getByRole('main')).toContainText(person.email);
}

test('the app is set up, asked for, and a trusted browser is not asked again', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  const person = await signUp(page, open);
  const { key } = await setUp(page, open, person);
  await signInAgain(page, open, person);
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
  await code.fill('000000');
  await button(page, 'Sign in').click();
  await expectFieldError(page.getByLabel('Code', { exact: true }), /wrong/);
  // The current code was used for setting up; that of the next period counts as well.
  const next = totp(key, 1);
  await page.getByLabel('Code', { exact: true }).fill(`${next.slice(0, 3)} ${next.slice(3)}`);
  await page.getByLabel('Trust this browser').check();
  await button(page, 'Sign in').click();
  await expectDashboard(page, person);

  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
  await open(SETTINGS);
  await expect(page.getByRole('main')).toContainText('Trusted browsers');
});

test('a backup code gets in once, and the second factor can be switched off', async ({ page, open }) => {
  const person = await signUp(page, open);
  const { backupCode } = await setUp(page, open, person);
  await signInAgain(page, open, person);
  await page.getByRole('link', { name: 'Use a backup code' }).click();
  await page.getByLabel('Backup code', { exact: true }).fill(backupCode);
  await button(page, 'Sign in').click();
  await expectDashboard(page, person);

  await open(SETTINGS);
  await expect(page.getByRole('main')).toContainText('9 backup codes are left.');
  await page.locator('#disable_password').fill(person.password);
  await button(page, 'Switch off').click();
  await expect(page.getByRole('status')).toContainText('Two-factor sign-in is off.');
});
