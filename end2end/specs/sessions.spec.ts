import type { Browser, BrowserContext, Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { type Person, button, expectDashboard, signUp, submitSignIn } from '../people.ts';

let person: Person;
let elsewhere: BrowserContext;
let other: Page;

/** Another browser, in which the same person is signed in. */
async function signInElsewhere(browser: Browser): Promise<Page> {
  elsewhere = await browser.newContext();
  const page = await elsewhere.newPage();
  await page.goto('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
  return page;
}

test.beforeEach(async ({ page, open, browser }) => {
  person = await signUp(page, open);
  other = await signInElsewhere(browser);
});

test.afterEach(async () => {
  await elsewhere.close();
});

test('a person sees where they are signed in, and which browser is this', async ({ page, open }) => {
  await open('/settings/sessions');
  const sessions = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Chrome on Linux' });
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText('This device');
});

test('a session is ended from another browser', async ({ page, open }) => {
  await open('/settings/sessions');
  await button(page, 'Sign out Chrome on Linux').click();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('status')).toContainText('The session was ended.');
  await other.goto('/dashboard');
  await expect(other).toHaveURL('/sign-in');
});

test('all other sessions are ended at once', async ({ page, open }) => {
  await open('/settings/sessions');
  await button(page, 'Sign out everywhere else').click();
  await expect(page.getByRole('status')).toContainText('signed out everywhere else');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await open('/dashboard');
  await expectDashboard(page, person);
  await other.goto('/dashboard');
  await expect(other).toHaveURL('/sign-in');
});
