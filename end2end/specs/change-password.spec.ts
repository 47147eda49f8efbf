import { expect, test } from '../fixtures.ts';
import {
  type Person,
  button,
  expectDashboard,
  expectFieldError,
  signOut,
  signUp,
  submitSignIn,
  summary,
} from '../people.ts';

const NEW = 'another-horse-battery';
let person: Person;

test.beforeEach(async ({ page, open }) => {
  person = await signUp(page, open);
  await open('/settings/security');
});

test('the new password opens and the old one does not', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  await page.getByLabel('Current password', { exact: true }).fill(person.password);
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await button(page, 'Change password').click();
  await expect(page.getByRole('status')).toContainText('Your password was changed.');
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue('');

  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(summary(page)).toContainText('Email or password is wrong.');
  await submitSignIn(page, { email: person.email, password: NEW });
  await expectDashboard(page, person);
});

test('a wrong current password is said at its field', async ({ page, complaints }) => {
  complaints.expect(/status of 400/);
  await page.getByLabel('Current password', { exact: true }).fill('wrong-password');
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await button(page, 'Change password').click();
  await expectFieldError(page.getByLabel('Current password', { exact: true }), /not your password/);
});
