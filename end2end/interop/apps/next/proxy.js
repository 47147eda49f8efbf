import { getCookieCache, getSessionCookie } from 'better-auth/cookies';
import { NextResponse } from 'next/server';

const isSecure = process.env.BETTER_AUTH_URL.startsWith('https://');

/** Sends those away who have no session cookie; whether it is a good one, the page asks. */
export async function proxy(request) {
  if (!getSessionCookie(request)) return NextResponse.redirect(new URL('/sign-in', request.url));
  // The signed copy of the session tells without a request who it is, for as long as the copy is believed.
  const cached = await getCookieCache(request, { isSecure, secret: process.env.BETTER_AUTH_SECRET });
  const headers = new Headers(request.headers);
  // In place of what the browser may have sent under that name.
  headers.set('x-cached-email', encodeURIComponent(cached?.user.email ?? ''));
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: '/account' };
