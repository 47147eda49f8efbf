import { strict as assert } from 'node:assert';
import { pathToFileURL } from 'node:url';

import { addressOf, CACHE, CLIENT, forgedCache, forgedSession, SESSION } from './forgery.mjs';
import { ANA } from './server.mjs';

/**
 * Visits without a browser: the official client runs in Node, and the pages are read as the server sends them. What the
 * scripts of the pages do is not seen.
 */
export async function httpVisits() {
  return { start, close: async () => {} };
}

async function start({ application, url, latchkey }) {
  const { createAuthClient } = await import(pathToFileURL(application.resolve('better-auth/client')).href);
  const { behindProxy, cookieCache } = application;
  const cookies = new Map();
  let last = '';

  /** A request with the cookies so far, which keeps those of the answer. */
  const send = async (address, init = {}) => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    headers.set('origin', url);
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    last = `${answer.status} ${address}`;
    return answer;
  };
  const client = createAuthClient({ baseURL: url, fetchOptions: { customFetchImpl: send } });
  /** A page, with the cookies so far or with other headers. */
  const get = (path, headers) =>
    headers ? fetch(`${url}${path}`, { headers, redirect: 'manual' }) : send(`${url}${path}`);
  const asksToSignIn = async (headers) => {
    const answer = await get('/account', headers);
    assert([302, 303, 307].includes(answer.status), `/account was answered with ${answer.status}`);
    assert.equal(new URL(answer.headers.get('location'), url).pathname, '/sign-in');
    assert(!(await answer.text()).includes(ANA.email), 'the redirect holds the address');
  };
  const html = async (path, headers) => {
    const answer = await get(path, headers);
    assert.equal(answer.status, 200, path);
    return answer.text();
  };

  let token;
  const steps = [
    ['public page', async () => assert.match(await html('/'), /<h1[^>]*>Home/)],
    ['account asks to sign in', async () => {
      await asksToSignIn();
      assert.match(await html('/sign-in'), /<h1[^>]*>Sign in/);
    }],
    ['redirect of the API', async () => {
      const answer = await send(`${url}/api/auth/verify-email?token=none&callbackURL=/`);
      assert.equal(answer.status, 302);
      assert.match(answer.headers.get('location'), /error=/i);
    }],
    ['wrong password', async () => {
      const { error } = await client.signIn.email({ email: ANA.email, password: 'not-the-password' });
      assert.equal(error?.code, 'INVALID_EMAIL_OR_PASSWORD');
    }],
    ['sign in', async () => {
      const { error } = await client.signIn.email({ email: ANA.email, password: ANA.password });
      assert.equal(error, null);
      token = cookies.get(SESSION);
      assert(token, 'there is no session cookie');
    }],
    ['account in the page of the server', async () => {
      const page = await html('/account');
      assert(page.includes(ANA.name) && page.includes(ANA.email), 'name and address are not in the HTML of /account');
    }],
    ['session in the client', async () => {
      const { data } = await client.getSession();
      assert.equal(data?.user.email, ANA.email);
    }],
    ...(latchkey ? [['address of the client', async () => {
      assert.equal(await addressOf(url, { lies: !behindProxy }), CLIENT);
    }]] : []),
    ['forged cookie', async () => {
      await asksToSignIn({ cookie: `${SESSION}=${forgedSession(token)}` });
      await html('/account', { cookie: `${SESSION}=${token}` });
    }],
    ...(cookieCache ? [['cookie cache', async () => {
      const cached = (email) => `data-testid="cached">${email}<`;
      assert((await html('/account')).includes(cached(ANA.email)), 'the copy of the session was not read');
      const cookie = `${SESSION}=${token}; ${CACHE}=${forgedCache(cookies.get(CACHE))}`;
      assert((await html('/account', { cookie })).includes(cached('nobody')), 'a forged copy was believed');
    }]] : []),
    ['sign out', async () => {
      const { error } = await client.signOut();
      assert.equal(error, null);
      assert.equal(cookies.has(SESSION), false, 'the session cookie is still there');
    }],
    ['account asks again', async () => {
      await asksToSignIn();
      await asksToSignIn({ cookie: `${SESSION}=${token}` });
    }],
  ];
  return { steps, seen: async () => `last answer: ${last}`, stop: async () => {} };
}
