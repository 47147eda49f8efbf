import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import {
  type Person,
  ANA,
  button,
  expectDashboard,
  signOut,
  signUp,
  submitSignIn,
  summary,
  userMenu,
} from '../people.ts';

type Open = (path: string) => Promise<void>;

let person: Person;

/** Signs in as somebody who administers, and opens the page of the person. */
async function openAccount(page: Page, open: Open): Promise<void> {
  await open('/sign-in');
  await submitSignIn(page, ANA);
  await expectDashboard(page, ANA);
  await findAccount(page, open);
}

async function findAccount(page: Page, open: Open): Promise<void> {
  await open(`/admin/users?search=${encodeURIComponent(person.email)}`);
  await page.getByRole('main').getByRole('link', { name: person.name }).click();
  await expect(page.getByRole('main')).toContainText('Ways to sign in');
}

test.beforeEach(async ({ page, open }) => {
  person = await signUp(page, open);
  await signOut(page, open);
});

test('whoever does not administer finds nothing there', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
  const answer = await page.request.get('/admin/users');
  expect(answer.status()).toBe(404);
});

test('an account is found, banned and let in again', async ({ page, open, complaints }) => {
  complaints.expect(/status of 403/);
  await openAccount(page, open);
  await page.getByLabel('Reason').fill('Spam');
  await button(page, 'Ban').click();
  await expect(page.getByRole('status')).toContainText('The account is banned.');
  await expect(page.getByRole('main')).toContainText('Spam');

  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(summary(page)).toContainText('This account is banned.');

  await submitSignIn(page, ANA);
  await expectDashboard(page, ANA);
  await findAccount(page, open);
  await button(page, 'Lift the ban').click();
  await expect(page.getByRole('status')).toContainText('The ban is lifted.');
});

test('whoever impersonates sees it on every page and goes back', async ({ page, open }) => {
  await openAccount(page, open);
  await button(page, 'Impersonate').click();
  await expectDashboard(page, person);
  const banner = page.getByRole('region', { name: 'Impersonation' });
  await expect(banner).toContainText(`You are looking at this as ${person.name}.`);
  await open('/settings/profile');
  await expect(banner).toBeVisible();
  await banner.getByRole('button', { name: 'Stop impersonating' }).click();
  await expect(banner).toHaveCount(0);
  await expect(userMenu(page, ANA)).toBeVisible();
});

test('several accounts are deleted once that is confirmed', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await openAccount(page, open);
  await open(`/admin/users?search=${encodeURIComponent(person.email)}`);
  await page.getByLabel(`Select ${person.name}`).check();
  await page.getByLabel('Do this', { exact: true }).selectOption('Delete them for ever');
  await button(page, 'Do it').click();
  await expect(summary(page)).toContainText('Tick the box to confirm.');
  await page.getByLabel(`Select ${person.name}`).check();
  await page.getByLabel('Do this', { exact: true }).selectOption('Delete them for ever');
  await page.getByLabel('Yes, do this to all selected accounts').check();
  await button(page, 'Do it').click();
  await expect(page.getByRole('status')).toContainText('1 account was changed.');
  await expect(page.getByRole('main')).toContainText('No account fits.');
});
