import { getSessionCookie } from 'better-auth/cookies';
import { defineMiddleware } from 'astro:middleware';

import { getSession } from './latchkey';

const PROTECTED = ['/account'];

/** Finds out who is there before a protected page is made; it is in `Astro.locals.session`. */
export const onRequest = defineMiddleware(async (context, next) => {
  if (!PROTECTED.includes(context.url.pathname.replace(/\/$/, ''))) return next();
  // Whoever has no such cookie is nobody, which needs no request.
  if (!getSessionCookie(context.request)) return context.redirect('/sign-in');
  const { session, cookies } = await getSession(context.request.headers, context.clientAddress);
  context.locals.session = session;
  const answer = session ? await next() : context.redirect('/sign-in');
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
  return answer;
});
