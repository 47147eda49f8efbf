import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, expect as expectNow } from '@playwright/test';

import { launchOptions } from '../chromium.mjs';
import { addressOf, CACHE, CLIENT, forgedCache, forgedSession, SESSION } from './forgery.mjs';
import { ANA } from './server.mjs';

/** The machine may have other work. */
const expect = expectNow.configure({ timeout: 15_000 });

const SCREENSHOTS = join(import.meta.dirname, '../test-results/interop');

/** Visits in Chromium. */
export async function browserVisits() {
  const { executablePath } = launchOptions;
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is not there; name a Chromium in CHROMIUM_PATH, or visit with --http`);
  }
  const browser = await chromium.launch(launchOptions);
  return { start: (visit) => start(browser, visit), close: () => browser.close() };
}

async function start(browser, { application, url, latchkey }) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const { cookieCache, behindProxy } = application;
  return {
    steps: [
      ...steps({ browser, page, url, cookieCache, behindProxy, latchkey }),
      ['no script failed', () => assert.deepEqual(complaints, [])],
    ],
    /** Where the page is and what it looks like. */
    seen: async () => {
      mkdirSync(SCREENSHOTS, { recursive: true });
      const path = join(SCREENSHOTS, `${application.name}.png`);
      await page.screenshot({ path });
      return `at ${page.url()}, ${path}`;
    },
    stop: () => page.context().close(),
  };
}

/**
 * What somebody does in an application, one step after the other; each has a name for the table. The pages are the
 * same everywhere: `/` for everybody, `/sign-in`, and `/account` for those who are signed in.
 */
function steps({ browser, page, url, cookieCache, behindProxy, latchkey }) {
  const context = page.context();
  const heading = (name) => expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const at = (path) => expect(page).toHaveURL(`${url}${path}`);
  const signIn = async (password) => {
    await page.getByLabel('Email').fill(ANA.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const cookie = async (name) => (await context.cookies(url)).find((found) => found.name === name);

  /** Where a browser with nothing but this cookie ends up that asks for the account. */
  const withSession = async (value) => {
    const other = await browser.newContext();
    try {
      await other.addCookies([{ name: SESSION, value, url }]);
      const otherPage = await other.newPage();
      await open(otherPage, `${url}/account`);
      return new URL(otherPage.url()).pathname;
    } finally {
      await other.close();
    }
  };

  let token;
  const all = [
    ['public page', async () => {
      await open(page, url);
      await heading('Home');
      await expect(page.getByRole('main')).toContainText('You are not signed in.');
    }],
    ['account asks to sign in', async () => {
      await open(page, `${url}/account`);
      await at('/sign-in');
      await heading('Sign in');
    }],
    ['redirect of the API', async () => {
      const link = `${url}/api/auth/verify-email?token=none&callbackURL=/`;
      const answer = await context.request.get(link, { maxRedirects: 0 });
      assert.equal(answer.status(), 302);
      assert.match(answer.headers()['location'], /error=/i);
    }],
    ['wrong password', async () => {
      await signIn('not-the-password');
      await expect(page.getByRole('main').getByRole('alert')).not.toBeEmpty();
      await at('/sign-in');
    }],
    ['sign in', async () => {
      await signIn(ANA.password);
      await at('/account');
      await heading('Account');
      token = await cookie(SESSION);
      assert(token?.httpOnly, 'no session cookie that scripts cannot read');
    }],
    ['account in the page of the server', async () => {
      const answer = await context.request.get(`${url}/account`, { maxRedirects: 0 });
      const html = await answer.text();
      assert.equal(answer.status(), 200);
      assert(html.includes(ANA.email), 'the address is not in the HTML of /account');
      await open(page, `${url}/account`);
      await expect(page.getByRole('main')).toContainText(ANA.name);
      await expect(page.getByRole('main')).toContainText(ANA.email);
    }],
    ['session in the client', async () => {
      await open(page, url);
      await expect(page.getByRole('main')).toContainText(`You are signed in as ${ANA.name}.`);
    }],
    ...(latchkey ? [['address of the client', async () => {
      assert.equal(await addressOf(url, { lies: !behindProxy }), CLIENT);
    }]] : []),
    ['forged cookie', async () => {
      assert.equal(await withSession(forgedSession(token.value)), '/sign-in');
      assert.equal(await withSession(token.value), '/account', 'the right cookie does not sign in');
    }],
    ['sign out', async () => {
      await open(page, `${url}/account`);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await at('/');
      await expect(page.getByRole('main')).toContainText('You are not signed in.');
      assert.equal(await cookie(SESSION), undefined, 'the session cookie is still there');
    }],
    ['account asks again', async () => {
      await open(page, `${url}/account`);
      await at('/sign-in');
      assert.equal(await withSession(token.value), '/sign-in', 'the old cookie still signs in');
    }],
  ];
  if (cookieCache) {
    const afterForged = all.findIndex(([name]) => name === 'forged cookie') + 1;
    all.splice(afterForged, 0, ['cookie cache', async () => {
      const cached = page.getByTestId('cached');
      await open(page, `${url}/account`);
      await expect(cached).toHaveText(ANA.email);
      const written = await cookie(CACHE);
      assert(written, 'there is no cookie with the session');
      await context.addCookies([{ ...written, value: forgedCache(written.value) }]);
      const answer = await context.request.get(`${url}/account`, { maxRedirects: 0 });
      assert((await answer.text()).includes('data-testid="cached">nobody<'), 'a forged cookie was believed');
    }]);
  }
  return all;
}

/** Opens a page and waits until its scripts have arrived and have asked what they ask at first. */
async function open(page, address) {
  await page.goto(address, { waitUntil: 'networkidle' });
}
