import { once } from 'node:events';
import http from 'node:http';
import { json } from 'node:stream/consumers';

import { ANA } from './server.mjs';

/** The name of the session's cookie, and that of the copy of the session. */
export const SESSION = 'better-auth.session_token';
export const CACHE = 'better-auth.session_data';

/** An address of this machine that is not the one that the server trusts as a proxy. */
export const CLIENT = '127.0.0.2';

/** The session's cookie with a signature that nobody made. */
export function forgedSession(value) {
  const [name] = decodeURIComponent(value).split('.');
  return encodeURIComponent(`${name}.${Buffer.alloc(32).toString('base64')}`);
}

/** The copy of the session with another address in it, under the signature that it had. */
export function forgedCache(value) {
  const copy = JSON.parse(Buffer.from(value, 'base64url').toString());
  copy.session.user.email = 'mallory@example.com';
  return Buffer.from(JSON.stringify(copy)).toString('base64url');
}

/**
 * Signs in from `CLIENT` and tells which address the session got. A client that lies claims to be somewhere else.
 */
export async function addressOf(url, { lies }) {
  const headers = { origin: url, ...(lies && { 'x-forwarded-for': '203.0.113.9' }) };
  const { email, password } = ANA;
  const signedIn = await request(`${url}/api/auth/sign-in/email`, 'POST', headers, { email, password });
  if (signedIn.status !== 200) throw new Error(`signing in was answered with ${signedIn.status}`);
  const cookie = signedIn.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
  const { body } = await request(`${url}/api/auth/get-session`, 'GET', { ...headers, cookie });
  return body.session.ipAddress;
}

/** A request from `CLIENT`. */
async function request(url, method, headers, body) {
  const { port, pathname, host } = new URL(url);
  const settings = { host: '127.0.0.1', port, path: pathname, method, localAddress: CLIENT };
  const sent = http.request({ ...settings, headers: { ...headers, host, 'content-type': 'application/json' } });
  sent.end(body && JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await json(answer) };
}
