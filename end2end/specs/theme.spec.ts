import { expect, test } from '../fixtures.ts';

const html = (source: string) => /<html[^>]*>/.exec(source)?.[0] ?? '';

test('without a choice the page follows the system', async ({ page, open }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open('/');
  expect(html(await page.content())).not.toContain('data-theme');
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
});

for (const [choice, label] of [
  ['dark', 'Dark theme'],
  ['light', 'Light theme'],
] as const) {
  test(`${choice}: the choice is kept and is in the page before anything is drawn`, async ({ page, open, context }) => {
    // The page would be drawn in the other colours if the choice came late.
    await page.emulateMedia({ colorScheme: choice === 'dark' ? 'light' : 'dark' });
    await open('/sign-in');
    await page.getByRole('button', { name: label }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', choice);
    await expect(page).toHaveURL('/sign-in');
    await expect(page.getByRole('button', { name: label })).toHaveAttribute('aria-pressed', 'true');

    const cookie = (await context.cookies()).find(({ name }) => name === 'theme');
    expect(cookie).toMatchObject({ value: choice, sameSite: 'Lax' });
    for (const path of ['/', '/sign-up', '/dev/components']) {
      expect(html(await (await page.request.get(path)).text())).toContain(`data-theme="${choice}"`);
    }
    await open('/');
    await expect(page.locator('html')).toHaveAttribute('data-theme', choice);
  });
}

test('the choice can be taken back', async ({ page, open }) => {
  await open('/');
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Theme of the system' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await page.reload();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});

test('a cookie of somebody else cannot write into the page @http', async ({ request }) => {
  const response = await request.get('/', { headers: { cookie: 'theme="><script>alert(1)</script>' } });
  expect(html(await response.text())).not.toContain('data-theme');
  expect(await response.text()).not.toContain('alert(1)');
});
