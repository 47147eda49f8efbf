import { expect, test } from '../fixtures.ts';
import { button, expectDashboard, expectFieldError, field, signUp, userMenu } from '../people.ts';

test('a new name is everywhere at once', async ({ page, open }) => {
  const person = await signUp(page, open);

  await open('/settings/profile');
  await expect(field.name(page)).toHaveValue(person.name);
  await field.name(page).fill('Cleopatra');
  await button(page, 'Save').click();
  await expect(page.getByRole('status')).toContainText('Your profile is saved.');
  await expect(userMenu(page, { ...person, name: 'Cleopatra' })).toBeVisible();
  await open('/dashboard');
  await expectDashboard(page, { ...person, name: 'Cleopatra' });
});

test('somebody has to have a name', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signUp(page, open);
  await open('/settings/profile');
  await field.name(page).fill('');
  await button(page, 'Save').click();
  await expectFieldError(field.name(page), /enter your name/i);
});
