import { expect, test } from '../fixtures.ts';
import { ANA, button, expectDashboard, signOut, signUp, submitSignIn, summary } from '../people.ts';

test('a person sees what happened to their account', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  const person = await signUp(page, open);
  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, { ...person, password: 'not-the-password' });
  await expect(summary(page)).not.toBeEmpty();
  await submitSignIn(page, person);
  await expectDashboard(page, person);

  await open('/settings/activity');
  const events = page.getByRole('main').getByRole('listitem');
  await expect(events.first()).toContainText('Signed in');
  await expect(events.filter({ hasText: 'wrong password' })).toHaveCount(1);
  await page.getByLabel('Show').selectOption('What was refused');
  await button(page, 'Apply').click();
  await expect(page).toHaveURL(/kind=refusals/);
  await expect(events).toHaveCount(1);
});

test('those who administer see who did what, and take it along', async ({ page, open }) => {
  const person = await signUp(page, open);
  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, ANA);
  await expectDashboard(page, ANA);
  await open('/admin/audit-log');
  await page.getByLabel('Email or id of a user').fill(person.email);
  await button(page, 'Apply').click();
  await expect(page).toHaveURL(/user=/);
  const events = page.getByRole('main').getByRole('listitem');
  await expect(events.filter({ hasText: 'The account was made' })).toHaveCount(1);
  await expect(events.filter({ hasText: ANA.email })).toHaveCount(0);
  const file = await page.request.get(`/admin/audit-log.json?user=${encodeURIComponent(person.email)}`);
  expect((await file.json()).map((event: { action: string }) => event.action)).toContain('user.created');
});
