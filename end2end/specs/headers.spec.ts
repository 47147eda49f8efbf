import type { APIResponse } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { NOWHERE, PUBLIC_PAGES } from '../pages.ts';
import { BEN, expectDashboard, submitSignIn } from '../people.ts';

function policy(response: APIResponse): Map<string, string[]> {
  const header = response.headers()['content-security-policy'] ?? '';
  const directives = header.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

const nonceOf = (sources: string[] = []) => sources.find((source) => source.startsWith("'nonce-"))?.slice(7, -1);

for (const path of [...PUBLIC_PAGES, NOWHERE]) {
  test(`${path}: the policy is strict and every script has its nonce @http`, async ({ request }) => {
    const response = await request.get(path);
    const directives = policy(response);
    const everything = [...directives.values()].flat();
    expect(everything).not.toContain("'unsafe-inline'");
    expect(everything).not.toContain("'unsafe-eval'");
    expect(directives.get('script-src')).toContain("'wasm-unsafe-eval'");
    expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
    expect(directives.get('object-src') ?? directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('base-uri')).toEqual(["'none'"]);
    expect(directives.get('form-action')).toContain("'self'");

    const nonce = nonceOf(directives.get('script-src'));
    expect(nonce?.length).toBeGreaterThanOrEqual(16);
    const body = await response.text();
    const scripts = body.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(body).not.toMatch(/<[^>]+\son[a-z]+\s*=/i);
    expect(body).not.toMatch(/<[^>]+\sstyle\s*=/i);

    const again = await request.get(path);
    expect(nonceOf(policy(again).get('script-src'))).not.toBe(nonce);
  });
}

test('every answer says what browsers may not do with it @http', async ({ request }) => {
  const asset = /href="(\/pkg\/[^"]+\.css)"/.exec(await (await request.get('/')).text())?.[1];
  expect(asset).toBeDefined();
  for (const path of [...PUBLIC_PAGES, NOWHERE, '/api/auth/get-session', '/api/auth/nothing', '/healthz', asset ?? '']) {
    const headers = (await request.get(path)).headers();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['referrer-policy'], path).toMatch(/^(no-referrer|same-origin|strict-origin(-when-cross-origin)?)$/);
    expect(headers['content-security-policy'], path).toBeTruthy();
    expect(headers['server'], path).toBeUndefined();
  }
});

test('pages are kept by no cache, files with a hash by all @http', async ({ request }) => {
  const page = await request.get('/');
  expect(page.headers()['cache-control']).toContain('no-store');
  const body = await page.text();
  const files = ['css', 'js', 'wasm'].map((end) => new RegExp(`"(/pkg/[^"]+\\.${end})"`).exec(body)?.[1]);
  for (const file of files) {
    expect(file).toBeDefined();
    const response = await request.get(file ?? '');
    expect(response.status(), file).toBe(200);
    expect(response.headers()['cache-control'], file).toContain('immutable');
  }
});

test('a page with somebody in it is kept by no cache, and what it says stays here', async ({ page, open }) => {
  await open('/sign-in');
  await submitSignIn(page, BEN);
  await expectDashboard(page, BEN);
  const response = await page.request.get('/dashboard');
  expect(response.status()).toBe(200);
  expect(response.headers()['cache-control']).toContain('no-store');
  expect(await response.text()).toContain(BEN.email);
  expect(await response.text()).not.toContain(BEN.password);
});

test('the cookie of the session is out of reach of scripts and other sites @http', async ({ request, server }) => {
  const response = await request.post('/api/auth/sign-in/email', {
    data: { email: BEN.email, password: BEN.password },
    headers: { origin: server.url },
  });
  expect(response.status()).toBe(200);
  const lines = response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
  const session = lines.map(({ value }) => value).find((value) => value.includes('session_token='));
  expect(session).toMatch(/;\s*HttpOnly/i);
  expect(session).toMatch(/;\s*SameSite=Lax/i);
  expect(session).toMatch(/;\s*Path=\//i);
});

test('a form of another site changes nothing @http', async ({ request }) => {
  const response = await request.post('/api/auth/sign-in/email', {
    data: { email: BEN.email, password: BEN.password },
    headers: { origin: 'https://elsewhere.example', cookie: 'theme=dark' },
  });
  expect(response.status()).toBe(403);
  expect(response.headers()['set-cookie'] ?? '').not.toContain('session_token');
});
