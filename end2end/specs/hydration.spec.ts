import { expect, expectSameFirstFrame, hydrated, test } from '../fixtures.ts';
import { NOT_FOUND, NOWHERE, PUBLIC_PAGES, SIGNED_IN_PAGES } from '../pages.ts';
import { BEN, button, expectDashboard, field, submitSignIn, summary } from '../people.ts';

// That no page makes the browser complain is checked after every test, by the fixture `complaints`.

for (const path of PUBLIC_PAGES) {
  test(`${path}: the first frame of the application is the page that the server sent @js`, async ({ page, open }) => {
    await open(path);
    await expectSameFirstFrame(page);
  });
}

test('a page that does not exist: the first frame is the same @js', async ({ page, open, complaints }) => {
  complaints.expect(NOT_FOUND);
  await open(NOWHERE);
  await expectSameFirstFrame(page);
});

test('pages of somebody who is signed in: the first frame is the same @js', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  for (const path of SIGNED_IN_PAGES) {
    await open(path);
    await expectSameFirstFrame(page);
  }
});

test('a form that was refused before the application arrived is the same with it @js', async ({ page, complaints }) => {
  complaints.expect(/net::ERR_FAILED|Failed to fetch/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/sign-in', { waitUntil: 'domcontentloaded' });
  await page.unroute('**/*.wasm');
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await hydrated(page);
  await expectSameFirstFrame(page);
  await expect(summary(page)).toContainText(/wrong/i);
  await expect(field.email(page)).toHaveValue(BEN.email);
});

test('what is typed before the application arrives is kept @js', async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto('/sign-in', { waitUntil: 'domcontentloaded' });
  await field.email(page).fill(BEN.email);
  await field.password(page).fill(BEN.password);
  await field.remember(page).uncheck();
  expect(await page.evaluate(() => window.hydration.done)).toBe(false);

  arrive();
  await hydrated(page);
  await expect(field.email(page)).toHaveValue(BEN.email);
  await expect(field.password(page)).toHaveValue(BEN.password);
  await expect(field.remember(page)).not.toBeChecked();
  await button(page, 'Sign in').click();
  await expectDashboard(page, BEN);
});

test('links lead on without loading the page again @js', async ({ page, open }) => {
  await open('/');
  await page.evaluate(() => document.documentElement.setAttribute('data-loaded', 'once'));
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await expect(page).toHaveTitle(/Sign in/);
  await page.getByRole('main').getByRole('link', { name: /create an account/i }).click();
  await expect(page).toHaveURL('/sign-up');
  await page.goBack();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('data-loaded', 'once');
});
