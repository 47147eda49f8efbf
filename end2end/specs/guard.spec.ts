import { expect, test } from '../fixtures.ts';
import { BEN, expectDashboard, submitSignIn } from '../people.ts';

test('a signed-out visitor gets a redirect with nothing in it @http', async ({ request }) => {
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/deeper?and=more']) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect(response.status(), path).toBe(302);
    expect(response.headers()['location'], path).toBe('/sign-in');
    expect(response.headers()['cache-control'], path).toContain('no-store');
    expect(await response.text(), path).toBe('');
  }
});

test('a cookie that means nothing does not open the page @http', async ({ request }) => {
  const cookie = 'better-auth.session_token=stolen.signature; better-auth.session_data=e30.e30';
  const response = await request.get('/dashboard', { maxRedirects: 0, headers: { cookie } });
  expect(response.status()).toBe(302);
  expect(await response.text()).toBe('');
});

test('signing in leads to the page that was wanted', async ({ page, open }) => {
  await open('/dashboard?from=a-link');
  await expect(page).toHaveURL('/sign-in');
  await submitSignIn(page, BEN);
  await expect(page).toHaveURL('/dashboard?from=a-link');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(BEN.name);
});

test('the wanted page is remembered once', async ({ page, open, context }) => {
  await open('/dashboard?from=a-link');
  await submitSignIn(page, BEN);
  await expect(page).toHaveURL('/dashboard?from=a-link');

  const cookies = (await context.cookies()).filter(({ name }) => !name.includes('session_'));
  await context.clearCookies();
  await context.addCookies(cookies);
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
});

test('whoever is signed in is not asked again', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  for (const path of ['/sign-in', '/sign-up']) {
    await open(path);
    await expectDashboard(page, BEN);
  }
});

test('one person does not see the page of another', async ({ page, open, browser, baseURL, address }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);

  const stranger = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: { 'x-forwarded-for': address },
  });
  const response = await stranger.request.get('/dashboard', { maxRedirects: 0 });
  expect(response.status()).toBe(302);
  await stranger.close();
});
