import { expect, test } from '../fixtures.ts';
import {
  button,
  confirmAddress,
  createAccount,
  expectFieldError,
  field,
  somebody,
  submitSignIn,
  summary,
} from '../people.ts';

test('signing in waits until the address is confirmed, and sends the link again', async ({ page, open }) => {
  const person = somebody();
  await createAccount(page, open, person);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(page).toHaveURL('/check-email');
  await expect(page.getByRole('main')).toContainText(person.email);
  await confirmAddress(page, open, person);
});

test('a link can be asked for again', async ({ page, open }) => {
  const person = somebody();
  await createAccount(page, open, person);
  await button(page, 'Send the link again').click();
  await expect(page).toHaveURL('/check-email');
  await expect(page.getByRole('status')).toContainText('a link is on its way');
  await open('/dev/mailbox');
  const mails = page.getByRole('main').locator('section').filter({ hasText: `To ${person.email}` });
  await expect(mails.filter({ hasText: 'Confirm your' })).toHaveCount(2);
});

test('after asking, the button counts down @js', async ({ page, open }) => {
  await createAccount(page, open, somebody());
  await button(page, 'Send the link again').click();
  await expect(page.getByRole('button', { name: /Send again in \d+ s/ })).toBeVisible();
});

test('a browser that does not know the address asks for it', async ({ page, open, context, complaints }) => {
  complaints.expect(/status of 400/);
  const person = somebody();
  await createAccount(page, open, person);
  await context.clearCookies();
  await open('/check-email');
  await button(page, 'Send the link again').click();
  await expectFieldError(field.email(page), /enter your email/i);
  await field.email(page).fill(person.email);
  await button(page, 'Send the link again').click();
  await expect(page.getByRole('status')).toContainText('a link is on its way');
});

test('a link that is not ours says so and offers a new one', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  await open('/verify-email?token=abc');
  await button(page, 'Confirm my address').click();
  await expect(summary(page)).toContainText('no longer works');
  await page.getByRole('link', { name: 'Send me a new link' }).click();
  await expect(page).toHaveURL('/check-email');
});
