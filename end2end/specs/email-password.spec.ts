import { expect, test } from '../fixtures.ts';
import {
  BEN,
  button,
  createAccount,
  expectDashboard,
  expectFieldError,
  field,
  fillSignUp,
  openMail,
  signUp,
  somebody,
  submitSignIn,
  summary,
  userMenu,
} from '../people.ts';

/** What the browser says of each answer with an error status that a script receives. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

test('a new person makes an account, confirms the address and is signed in', async ({ page, open }) => {
  const person = await signUp(page, open);
  await expect(userMenu(page, person)).toBeVisible();
  await open('/dev/mailbox');
  await expect(page.getByRole('main')).toContainText('Welcome to');
});

test('somebody with an account signs in', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  await page.reload();
  await expectDashboard(page, BEN);
});

test('a wrong password is refused without saying which part was wrong', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  const answers: string[] = [];
  for (const email of [BEN.email, somebody().email]) {
    await open('/sign-in');
    await submitSignIn(page, { email, password: 'not-the-password' });
    await expect(summary(page)).toBeVisible();
    await expect(summary(page)).not.toBeEmpty();
    await expect(page).toHaveURL('/sign-in');
    await expect(field.email(page)).toHaveValue(email);
    answers.push(await summary(page).innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('a password never comes back from the server @no-js', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await expect(field.password(page)).toHaveValue('');
  expect(await page.content()).not.toContain('not-the-password');
});

test('what was wrong is said once and not again', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  await open('/sign-in');
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(summary(page)).toBeHidden();
});

test('after a wrong password the right one works', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  await open('/sign-in');
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await field.password(page).fill(BEN.password);
  await button(page, 'Sign in').click();
  await expectDashboard(page, BEN);
});

test('problems are said at their fields, and what was typed is kept', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  const person = somebody();
  await open('/sign-up');
  await fillSignUp(page, { ...person, name: '', email: 'no-address' });
  await button(page, 'Create account').click();

  await expect(summary(page)).not.toBeEmpty();
  await expectFieldError(field.name(page), /enter your name/i);
  await expectFieldError(field.email(page), /email address/i);
  await expect(field.email(page)).toHaveValue('no-address');
  await expect(field.password(page)).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page).toHaveURL('/sign-up');
});

test('a password that is too short is refused, and the rest is kept', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  const person = { ...somebody(), password: 'short' };
  await open('/sign-up');
  await fillSignUp(page, person);
  await button(page, 'Create account').click();

  await expectFieldError(field.password(page), /too short/i);
  await expect(field.name(page)).toHaveValue(person.name);
  await expect(field.email(page)).toHaveValue(person.email);
});

test('an empty form names every field', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  await open('/sign-in');
  await button(page, 'Sign in').click();
  await expectFieldError(field.email(page), /enter your/i);
  await expectFieldError(field.password(page), /enter your/i);
  await expect(summary(page).getByRole('listitem')).toHaveCount(2);
});

test('an address that has an account gets no second one, and only its owner learns of the try', async ({ page, open }) => {
  // The same mailbox, written in another way.
  await createAccount(page, open, { ...somebody(), email: BEN.email.toUpperCase() });
  await openMail(page, open, BEN.email, 'account already');
  await expect(page).toHaveURL('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});

test('the fourth try within seconds has to wait', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await open('/sign-in');
    await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
    await expect(summary(page)).toContainText(/wrong/i);
  }
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expect(summary(page)).toContainText(/too many attempts.*\d+ second|too many attempts.*a second/i);
  await expect(field.email(page)).toHaveValue(BEN.email);
});

test('a session lasts longer than the browser only when that is wanted', async ({ page, open, context }) => {
  const expiry = async () => {
    const cookie = (await context.cookies()).find(({ name }) => name.endsWith('session_token'));
    expect(cookie?.httpOnly).toBe(true);
    return cookie?.expires;
  };
  await open('/sign-in');
  await expect(field.remember(page)).toBeChecked();
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  expect(await expiry()).toBeGreaterThan(Date.now() / 1000 + 24 * 3600);

  await context.clearCookies();
  await open('/sign-in');
  await field.remember(page).uncheck();
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  expect(await expiry(), 'a cookie that ends with the browser').toBe(-1);
});

test('the box stays unticked after an error', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  await open('/sign-in');
  await field.remember(page).uncheck();
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await expect(field.remember(page)).not.toBeChecked();
});

test('nothing that was typed is ever in an address', async ({ page, open, context, complaints }) => {
  complaints.expect(REFUSED);
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  const person = somebody();
  await open('/sign-up');
  await fillSignUp(page, { ...person, password: 'short' });
  await button(page, 'Create account').click();
  await expectFieldError(field.password(page), /too short/i);
  await field.password(page).fill(person.password);
  await button(page, 'Create account').click();
  await expect(page).toHaveURL('/check-email');

  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) {
    const { search } = new URL(address);
    expect(search, address).toBe('');
    for (const typed of [person.email, encodeURIComponent(person.email), person.password]) {
      expect(address).not.toContain(typed);
    }
  }
});

test('with scripts a form does not load the page again @js', async ({ page, open, complaints }) => {
  complaints.expect(REFUSED);
  await open('/sign-in');
  await page.evaluate(() => document.documentElement.setAttribute('data-loaded', 'once'));
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).toBeFocused();
  await field.password(page).fill(BEN.password);
  await button(page, 'Sign in').click();
  await expectDashboard(page, BEN);
  await expect(page.locator('html')).toHaveAttribute('data-loaded', 'once');
});

test('the password can be shown @js', async ({ page, open }) => {
  await open('/sign-in');
  await field.password(page).fill('a secret');
  await expect(field.password(page)).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(field.password(page)).toHaveAttribute('type', 'text');
  await expect(field.password(page)).toHaveValue('a secret');
});

test('a form that is sent before the application arrives works @js', async ({ page, complaints }) => {
  complaints.expect(/net::ERR_FAILED|Failed to fetch/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/sign-in', { waitUntil: 'domcontentloaded' });
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await expect(field.email(page)).toHaveValue(BEN.email);
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});
