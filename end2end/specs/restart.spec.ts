import { expect, test } from '../fixtures.ts';
import { BEN, button, expectDashboard, field, signUp, somebody, submitSignIn, summary } from '../people.ts';

// The server belongs to the worker, and a worker runs one test at a time.

test('a restart signs nobody out and loses no account', async ({ page, open, server, context }) => {
  const person = somebody();
  await signUp(page, open, person);

  await page.goto('about:blank');
  await server.restart();
  await open('/dashboard');
  await expectDashboard(page, person);

  await context.clearCookies();
  await open('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
});

test('a form that was opened before a restart works after it', async ({ page, open, server, complaints }) => {
  // The browser asks for the icon of the site when it likes, also while the server is away.
  complaints.expect(/ERR_CONNECTION_REFUSED.*favicon\.svg/);
  await open('/sign-in');
  await server.restart();
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});

test('without the server a form says so and keeps what was typed @js', async ({ page, open, context, complaints }) => {
  complaints.expect(/net::ERR_/);
  await open('/sign-in');
  await context.setOffline(true);
  await submitSignIn(page, BEN);
  await expect(summary(page)).toContainText(/could not be reached/i);
  await expect(field.password(page)).toHaveValue(BEN.password);
  await context.setOffline(false);
  await button(page, 'Sign in').click();
  await expectDashboard(page, BEN);
});
