import { getSessionCookie } from 'better-auth/cookies';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

const LATCHKEY = process.env.LATCHKEY_URL;

const app = express();

// Before any parser of bodies: what it has read would be missing.
app.use(
  createProxyMiddleware({
    target: LATCHKEY,
    pathFilter: '/api/auth',
    on: {
      // `xfwd` would keep what the browser claims. Behind a proxy, `trust proxy` makes `ip` what that says.
      proxyReq: (passedOn, request) => passedOn.setHeader('x-forwarded-for', request.ip),
    },
  }),
);

/** Lets only those through who are signed in; their session is in `request.session`. */
async function signedIn(request, response, next) {
  const { cookie } = request.headers;
  // Whoever has no such cookie is nobody, which needs no request.
  if (!getSessionCookie(new Headers({ cookie: cookie ?? '' }))) return response.redirect('/sign-in');
  const answer = await fetch(`${LATCHKEY}/api/auth/get-session`, {
    headers: { cookie, 'x-forwarded-for': request.ip },
  });
  if (!answer.ok) throw new Error(`Latchkey answered ${answer.status}`);
  request.session = await answer.json();
  // A session that was extended has new cookies.
  response.append('set-cookie', answer.headers.getSetCookie());
  if (request.session) next();
  else response.redirect('/sign-in');
}

const escaped = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const page = (title, content) => `<!doctype html>
<html lang="en">
  <title>${title}</title>
  <main><h1>${title}</h1>${content}</main>
  <script type="module" src="/client.js"></script>
</html>`;

app.get('/', (request, response) => {
  response.send(page('Home', '<p id="session"></p><a href="/account">Account</a>'));
});

app.get('/sign-in', (request, response) => {
  response.send(page('Sign in', `
    <form id="sign-in" method="post">
      <label>Email <input name="email" type="email" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button>Sign in</button>
      <p role="alert"></p>
    </form>`));
});

app.get('/account', signedIn, (request, response) => {
  const { name, email } = request.session.user;
  response.set('cache-control', 'private, no-store');
  response.send(page('Account', `<p>${escaped(name)}, ${escaped(email)}</p><button id="sign-out">Sign out</button>`));
});

app.get('/client.js', (request, response) => response.sendFile('dist/client.js', { root: import.meta.dirname }));

app.listen(Number(process.env.PORT));
