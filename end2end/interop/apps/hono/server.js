import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { getSessionCookie } from 'better-auth/cookies';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { proxy } from 'hono/proxy';

const LATCHKEY = process.env.LATCHKEY_URL;

const app = new Hono();

/** Where the request comes from, in place of what the browser may claim. */
const from = (c) => ({ 'x-forwarded-for': getConnInfo(c).remote.address });

app.all('/api/auth/*', (c) => {
  const { pathname, search } = new URL(c.req.url);
  return proxy(`${LATCHKEY}${pathname}${search}`, {
    raw: c.req.raw,
    headers: { ...c.req.header(), ...from(c) },
    // Links of mails and providers answer with redirects, which are for the browser.
    redirect: 'manual',
  });
});

/** The session of a request, or null. */
async function getSession(c) {
  // Whoever has no such cookie is nobody, which needs no request.
  if (!getSessionCookie(c.req.raw)) return null;
  const answer = await fetch(`${LATCHKEY}/api/auth/get-session`, {
    headers: { cookie: c.req.header('cookie'), ...from(c) },
  });
  if (!answer.ok) throw new HTTPException(503, { message: `Latchkey answered ${answer.status}` });
  // A session that was extended has new cookies.
  for (const line of answer.headers.getSetCookie()) c.header('set-cookie', line, { append: true });
  return answer.json();
}

/** Lets only those through who are signed in. */
async function signedIn(c, next) {
  const session = await getSession(c);
  if (!session) return c.redirect('/sign-in');
  c.set('session', session);
  await next();
}

const page = (title, content) => html`<!doctype html>
<html lang="en">
  <title>${title}</title>
  <main><h1>${title}</h1>${content}</main>
  <script type="module" src="/client.js"></script>
</html>`;

app.get('/', (c) => c.html(page('Home', html`<p id="session"></p><a href="/account">Account</a>`)));

app.get('/sign-in', (c) =>
  c.html(page('Sign in', html`
    <form id="sign-in" method="post">
      <label>Email <input name="email" type="email" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button>Sign in</button>
      <p role="alert"></p>
    </form>`)));

app.get('/account', signedIn, (c) => {
  const { user } = c.get('session');
  c.header('cache-control', 'private, no-store');
  return c.html(page('Account', html`<p>${user.name}, ${user.email}</p><button id="sign-out">Sign out</button>`));
});

app.get('/client.js', serveStatic({ path: './dist/client.js' }));

serve({ fetch: app.fetch, port: Number(process.env.PORT) });
