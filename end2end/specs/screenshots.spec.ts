import { resolve } from 'node:path';

import { hydrated, test } from '../fixtures.ts';
import { NOT_FOUND, NOWHERE, PUBLIC_PAGES, SIGNED_IN_PAGES } from '../pages.ts';
import { BEN, button, confirmAddress, createAccount, expectDashboard, fillSignUp, somebody, submitSignIn, summary } from '../people.ts';

// Not a test: `SCREENSHOTS=folder npx playwright test` photographs every page.

const folder = resolve(process.env['SCREENSHOTS'] ?? 'screenshots');
const LOOKS = [
  { look: 'light', scheme: 'light', width: 1280, height: 800 },
  { look: 'dark', scheme: 'dark', width: 1280, height: 800 },
  { look: 'phone', scheme: 'light', width: 390, height: 844 },
  { look: 'phone-dark', scheme: 'dark', width: 390, height: 844 },
] as const;

for (const { look, scheme, width, height } of LOOKS) {
  test(look, async ({ page, open, complaints }) => {
    test.setTimeout(120_000);
    complaints.expect(NOT_FOUND);
    complaints.expect(/status of 4\d\d/);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const shoot = (name: string) => page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true });
    const nameOf = (path: string) => path.slice(1).replaceAll('/', '-') || 'landing';

    for (const path of PUBLIC_PAGES) {
      await open(path);
      await shoot(nameOf(path));
    }
    await open(NOWHERE);
    await shoot('not-found');

    await open('/sign-up');
    await fillSignUp(page, { ...somebody(), name: '', email: 'no-address' });
    await button(page, 'Create account').click();
    await summary(page).getByRole('listitem').first().waitFor();
    await shoot('sign-up-problems');

    const person = somebody();
    await createAccount(page, open, person);
    await shoot('check-email-sent');
    await confirmAddress(page, open, person);
    await shoot('dashboard-new');
    await page.context().clearCookies();

    await open('/sign-in');
    await submitSignIn(page, BEN);
    await expectDashboard(page, BEN);
    await hydrated(page);
    await shoot('dashboard');
    await page.getByRole('banner').getByRole('button', { name: BEN.name }).click();
    await shoot('user-menu');
    for (const path of SIGNED_IN_PAGES.filter((path) => !PUBLIC_PAGES.includes(path))) {
      await open(path);
      await shoot(nameOf(path));
    }
    await open('/sign-out');
    await shoot('sign-out-signed-in');
    await open('/dev/mailbox');
    await shoot('mailbox-with-mail');
  });
}
