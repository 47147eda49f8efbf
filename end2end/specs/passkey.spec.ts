import type { CDPSession, Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import {
  type Person,
  button,
  createAccount,
  expectDashboard,
  field,
  signOut,
  somebody,
  submitSignIn,
} from '../people.ts';

const SETTINGS = '/settings/security/passkeys';

/** Passkeys belong to a domain, which an IP address is not. */
test.use({ baseURL: async ({ server }, use) => use(server.url.replace('127.0.0.1', 'localhost')) });

/** An authenticator in the browser (WebAuthn domain of the DevTools protocol). */
class Authenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  /** In the device, with a fingerprint. Nobody is there until `touch`, so that nothing is offered by itself. */
  static in(page: Page): Promise<Authenticator> {
    return Authenticator.#add(page, 'internal', true);
  }

  /** A security key without a PIN: whoever has it can use it. */
  static beside(page: Page): Promise<Authenticator> {
    return Authenticator.#add(page, 'usb', false);
  }

  static async #add(page: Page, transport: 'internal' | 'usb', verifies: boolean): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport,
        hasResidentKey: verifies,
        hasUserVerification: verifies,
        isUserVerified: verifies,
        automaticPresenceSimulation: false,
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** Somebody puts their finger on whatever asks from now on, or walks away. */
  async touch(enabled = true): Promise<void> {
    await this.#session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled });
  }

  async count(): Promise<number> {
    return (await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id })).credentials.length;
  }
}

/** The browser offers nothing in the field, so that the button is what signs in. */
async function withoutAutofill(page: Page): Promise<void> {
  await page.addInitScript(() => (PublicKeyCredential.isConditionalMediationAvailable = async () => false));
}

type Open = (path: string) => Promise<void>;

/** Somebody new, on the page that offers a passkey, or on the dashboard where the device keeps none. */
async function arrive(page: Page, open: Open, at = '/onboarding'): Promise<Person> {
  const person = somebody();
  await createAccount(page, open, person);
  await open('/dev/mailbox');
  const mail = page.getByRole('main').locator('section').filter({ hasText: `To ${person.email}` });
  const link = await mail.filter({ hasText: 'Confirm your' }).first().getByRole('link').first().getAttribute('href');
  const { pathname, search } = new URL(link!);
  await open(`${pathname}${search}`);
  await button(page, 'Confirm my address').click();
  await expect(page).toHaveURL(at);
  return person;
}

async function add(page: Page, name: string): Promise<void> {
  await page.locator('#new_name').fill(name);
  await button(page, 'Add a passkey').click();
}

test('somebody new adds a passkey, signs in by its button, and removes it @js', async ({ page, open }) => {
  await withoutAutofill(page);
  const device = await Authenticator.in(page);
  const person = await arrive(page, open);
  await device.touch();
  await button(page, 'Add a passkey').click();
  await expectDashboard(page, person);
  expect(await device.count()).toBe(1);
  await device.touch(false);

  await signOut(page, open);
  await open('/sign-in');
  await device.touch();
  await button(page, 'Sign in with a passkey').click();
  await expectDashboard(page, person);
  await device.touch(false);

  await open(SETTINGS);
  await button(page, 'Remove Passkey').click();
  await expect(page.getByRole('status')).toContainText('The passkey was removed.');
  await expect(page.getByRole('main')).toContainText('No passkeys yet');
});

test('passkeys are offered in the field for the address @js', async ({ page, open }) => {
  const device = await Authenticator.in(page);
  const person = await arrive(page, open);
  await page.getByRole('link', { name: 'Not now' }).click();
  await expectDashboard(page, person);
  await open(SETTINGS);
  await device.touch();
  await add(page, 'Laptop');
  await expect(page.getByRole('main')).toContainText('Laptop');
  await device.touch(false);

  await signOut(page, open);
  await open('/sign-in');
  await expect(field.email(page)).toHaveAttribute('autocomplete', 'username webauthn');
  // The authenticator of the tests chooses in the list of the browser by itself.
  await device.touch();
  await page.goto('/sign-in');
  await expectDashboard(page, person);
});

test('a passkey is added, renamed and used with WebAssembly blocked @js', async ({ page, open, complaints }) => {
  complaints.expect(/wasm|WebAssembly|Failed to load resource|Failed to fetch|preload/);
  await withoutAutofill(page);
  const device = await Authenticator.in(page);
  const person = await arrive(page, open);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(SETTINGS);
  await device.touch();
  await add(page, 'Laptop');
  await expect(page.getByRole('main')).toContainText('Laptop');
  await page.getByLabel('Rename Laptop').click();
  await page.getByRole('listitem').getByRole('textbox', { name: 'Name' }).fill('Work');
  await button(page, 'Save').click();
  await expect(page.getByRole('main')).toContainText('Work');
  await device.touch(false);

  await page.goto('/sign-out');
  await button(page, 'Sign out').click();
  await page.goto('/sign-in');
  await device.touch();
  await button(page, 'Sign in with a passkey').click();
  await expectDashboard(page, person);
});

test('one device keeps one passkey of an account @js', async ({ page, open }) => {
  const device = await Authenticator.in(page);
  await arrive(page, open);
  await open(SETTINGS);
  await device.touch();
  await add(page, 'Laptop');
  await expect(page.getByRole('main')).toContainText('Laptop');
  await add(page, 'Again');
  await expect(page.locator('[data-problem]')).toContainText('There is a passkey for your account on this device already.');
  expect(await device.count()).toBe(1);
});

test('a passkey that was removed is refused with a sentence @js', async ({ page, open }) => {
  const device = await Authenticator.in(page);
  const person = await arrive(page, open);
  await open(SETTINGS);
  await device.touch();
  await add(page, 'Laptop');
  await expect(page.getByRole('main')).toContainText('Laptop');
  await device.touch(false);
  // Another browser of theirs removes it, so this one does not hear of it.
  const other = await page.context().browser()!.newContext({ baseURL: new URL(page.url()).origin, javaScriptEnabled: false });
  const there = await other.newPage();
  await there.goto('/sign-in');
  await submitSignIn(there, person);
  await there.goto(SETTINGS);
  await button(there, 'Remove Laptop').click();
  await expect(there.getByRole('main')).toContainText('No passkeys yet');
  await other.close();

  await signOut(page, open);
  await device.touch();
  await page.goto('/sign-in');
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText('This passkey was removed.');
});

test('a security key is the second factor after a password @js', async ({ page, open }) => {
  const key = await Authenticator.beside(page);
  const person = await arrive(page, open, '/dashboard');
  await key.touch();
  await open(SETTINGS);
  await add(page, 'Key');
  await expect(page.getByRole('main')).toContainText('Key');
  const { origin } = new URL(page.url());
  const data = { password: person.password, method: 'otp' };
  expect((await page.request.post('/api/auth/two-factor/enable', { data, headers: { origin } })).ok()).toBe(true);

  await signOut(page, open);
  await open('/sign-in');
  await submitSignIn(page, person);
  await expect(page).toHaveURL(/\/two-factor/);
  await page.getByRole('link', { name: 'Use a passkey' }).click();
  await button(page, 'Use a passkey').click();
  await expectDashboard(page, person);
});

test('nobody meets a button that does nothing @no-js', async ({ page, open }) => {
  await open('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
});
