import type { APIRequestContext } from '@playwright/test';

import { THEMES, chooseTheme, expectAccessible } from '../accessibility.ts';
import { expect, expectSameFirstFrame, test } from '../fixtures.ts';
import { DEVICES, DEVICE_PAGES } from '../pages.ts';
import { type Open, BEN, button, expectDashboard, expectFieldError, submitSignIn } from '../people.ts';

test.use({ settings: DEVICES });

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

interface Device {
  device_code: string;
  user_code: string;
  verification_uri_complete: string;
}

/** A television asks to be signed in. */
async function television(request: APIRequestContext, url: string): Promise<Device> {
  const answer = await request.post(`${url}/api/auth/device/code`, { data: { client_id: 'acme-tv', scope: 'watch record' } });
  expect(answer.status()).toBe(200);
  return answer.json();
}

async function poll(request: APIRequestContext, url: string, device: Device) {
  const data = { grant_type: GRANT, device_code: device.device_code, client_id: 'acme-tv' };
  return (await request.post(`${url}/api/auth/device/token`, { data })).json();
}

/** The path that a device shows as a picture to scan. */
function scanned(device: Device): string {
  const address = new URL(device.verification_uri_complete);
  return address.pathname + address.search;
}

async function signIn(page: Parameters<typeof submitSignIn>[0], open: Open): Promise<void> {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
}

test('a code that is scanned signs the device in once its owner says so', async ({ page, open, server, request }) => {
  const device = await television(request, server.url);
  await open(scanned(device));
  await expect(page).toHaveURL('/sign-in');
  await submitSignIn(page, BEN);
  await expect(page.getByLabel('Code', { exact: true })).toHaveValue(device.user_code);
  expect((await poll(request, server.url, device)).error).toBe('authorization_pending');
  await button(page, 'Continue').click();
  await expect(page).toHaveURL('/device/request');
  const main = page.getByRole('main');
  await expect(main).toContainText('acme-tv');
  await expect(main.getByRole('listitem')).toHaveText(['watch', 'record']);
  await expect(main).toContainText(BEN.email);
  await button(page, 'Sign in the device').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The device is signed in');
  await expect.poll(async () => (await poll(request, server.url, device)).token_type).toBe('Bearer');
  expect((await poll(request, server.url, device)).error).toBe('invalid_grant');
});

test('a code is typed as people type it, and the device is refused', async ({ page, open, server, request }) => {
  const device = await television(request, server.url);
  await signIn(page, open);
  await open('/device');
  const code = page.getByLabel('Code', { exact: true });
  await code.fill(` ${device.user_code.slice(0, 4).toLowerCase()}-${device.user_code.slice(4)} `);
  await code.press('Enter');
  await expect(page).toHaveURL('/device/request');
  await button(page, 'Do not sign it in').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The device is not signed in');
  expect((await poll(request, server.url, device)).error).toBe('access_denied');
});

test('a code that nobody shows stays in its field', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signIn(page, open);
  await open('/device');
  const code = page.getByLabel('Code', { exact: true });
  await code.fill('WDJB-MJHT');
  await button(page, 'Continue').click();
  await expectFieldError(code, /No device shows this code/);
  await expect(code).toHaveValue('WDJB-MJHT');
});

for (const theme of THEMES) {
  test(`the pages are accessible in ${theme.name} @js`, async ({ page, open, server }) => {
    await chooseTheme(page, theme, server.url);
    await signIn(page, open);
    for (const path of DEVICE_PAGES) {
      await open(path);
      await expectAccessible(page);
    }
  });
}

test('the first frame of the application is the page that the server sent @js', async ({ page, open }) => {
  await signIn(page, open);
  for (const path of DEVICE_PAGES) {
    await open(path);
    await expectSameFirstFrame(page);
  }
});
