import { expect, test } from '../fixtures.ts';
import { button, expectFieldError, field, signUp, submitSignIn, summary } from '../people.ts';

test('an account is deleted by typing its address and its password', async ({ page, open, complaints }) => {
  complaints.expect(/status of 40[01]/);
  const person = await signUp(page, open);
  await open('/settings/account');
  const confirmation = page.getByLabel('Your email address', { exact: true });
  await confirmation.fill('delete');
  await field.password(page).fill(person.password);
  await button(page, 'Delete account').click();
  await expectFieldError(confirmation, /to confirm/);

  await confirmation.fill(person.email);
  await field.password(page).fill(person.password);
  await button(page, 'Delete account').click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('status')).toContainText('Your account was deleted.');
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(summary(page)).toContainText('Email or password is wrong.');
});
