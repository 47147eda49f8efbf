import { THEMES, expectAccessible } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { BEN, createAccount, expectDashboard, field, somebody, submitSignIn, summary } from '../people.ts';

test.use({
  settings: `
[captcha]
provider = "proof-of-work"

[last_login_method]
enabled = true
`,
});

test('the browser works for a form without being asked @js', async ({ page, open }) => {
  await createAccount(page, open, somebody());
});

test('what is refused can be sent again, with new work @js', async ({ page, open, complaints }) => {
  complaints.expect(/status of 401/);
  await open('/sign-in');
  await submitSignIn(page, { email: BEN.email, password: 'not-the-password' });
  await expect(summary(page)).toBeVisible();
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});

test('without scripts the form says what it needs, and keeps what was typed @no-js', async ({ page, open }) => {
  await open('/sign-in');
  await expect(page.getByText('This site asks for scripts here.')).toBeVisible();
  await submitSignIn(page, BEN);
  await expect(summary(page)).toContainText('Allow scripts and try again.');
  await expect(field.email(page)).toHaveValue(BEN.email);
});

test('the method that was used last is marked, also when the page comes without scripts @js', async ({ page, open }) => {
  await open('/sign-in');
  await expect(page.getByText('Last used')).toHaveCount(0);
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  await open('/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await open('/sign-in');
  await expect(page.getByRole('button', { name: /^Sign in.*Last used$/ })).toBeVisible();
});

for (const theme of THEMES) {
  test(`a form that asks for work can be used by everybody, ${theme.name} @js`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: theme.scheme });
    await open('/sign-in');
    await expectAccessible(page);
  });
}
