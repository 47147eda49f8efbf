import { expect, hydrated, test } from '../fixtures.ts';
import { BEN, button, expectDashboard, submitSignIn, userMenu } from '../people.ts';

test.beforeEach(async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});

test('signing out from the menu asks once and leads to the start page', async ({ page, open }) => {
  await userMenu(page, BEN).click();
  await page.getByRole('link', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-out');
  await expect(page.getByRole('main')).toContainText(BEN.email);
  await button(page, 'Sign out').click();

  await expect(page).toHaveURL('/');
  await expect(userMenu(page, BEN)).toHaveCount(0);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await open('/dashboard');
  await expect(page).toHaveURL('/sign-in');
});

test('opening the page signs nobody out', async ({ page, open }) => {
  await open('/sign-out');
  await open('/dashboard');
  await expectDashboard(page, BEN);
});

test('the old cookie is worth nothing after signing out', async ({ page, open, context }) => {
  const cookies = await context.cookies();
  await open('/sign-out');
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
  await context.clearCookies();
  await context.addCookies(cookies);
  await open('/dashboard');
  await expect(page).toHaveURL('/sign-in');
});

test('signing out twice is no error', async ({ page, open, context }) => {
  await open('/sign-out');
  const second = await context.newPage();
  await open('/sign-out', second);
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
  await second.goto('/sign-out');
  await expect(second.getByRole('main')).toContainText('not signed in');
});

test('the other tabs follow without being loaded again @js', async ({ page, open, context }) => {
  const other = await context.newPage();
  await open('/', other);
  await expect(userMenu(other, BEN)).toBeVisible();
  await other.evaluate(() => document.documentElement.setAttribute('data-loaded', 'once'));

  await open('/sign-out');
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
  await expect(userMenu(other, BEN)).toHaveCount(0);
  await expect(other.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(other.locator('html')).toHaveAttribute('data-loaded', 'once');

  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  await expect(userMenu(other, BEN)).toBeVisible();
  await expect(other.locator('html')).toHaveAttribute('data-loaded', 'once');
});

test('a tab with a private page leaves it @js', async ({ page, open, context }) => {
  const other = await context.newPage();
  await open('/dashboard', other);
  await expectDashboard(other, BEN);
  await open('/sign-out');
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
  await expect(other).toHaveURL('/sign-in');
  await hydrated(other);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});
