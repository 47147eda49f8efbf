const LATCHKEY = process.env.LATCHKEY_URL;

/** Headers of one connection, which mean nothing on the next. */
const OF_THE_CONNECTION = ['connection', 'expect', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** Passes a request on to Latchkey, from the address that it came from. */
export async function passOn(request, address) {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of OF_THE_CONNECTION) headers.delete(name);
  headers.set('x-forwarded-for', address);
  // `fetch` would unpack the answer and still say that it is packed.
  headers.set('accept-encoding', 'identity');
  const answer = await fetch(`${LATCHKEY}${pathname}${search}`, {
    method: request.method,
    headers,
    body: request.body,
    duplex: 'half',
    // Links of mails and providers answer with redirects, which are for the browser.
    redirect: 'manual',
  });
  return new Response(answer.body, answer);
}

/** The session of a request or null, and the cookies that the browser gets when it was extended. */
export async function getSession(requestHeaders, address) {
  const answer = await fetch(`${LATCHKEY}/api/auth/get-session`, {
    headers: { cookie: requestHeaders.get('cookie') ?? '', 'x-forwarded-for': address },
  });
  if (!answer.ok) throw new Error(`Latchkey answered ${answer.status}`);
  return { session: await answer.json(), cookies: answer.headers.getSetCookie() };
}
