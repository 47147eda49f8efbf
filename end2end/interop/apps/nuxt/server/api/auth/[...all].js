/** Passes a request on to Latchkey, from the address that it came from. */
export default defineEventHandler((event) =>
  proxyRequest(event, `${process.env.LATCHKEY_URL}${event.path}`, {
    headers: { 'x-forwarded-for': getRequestIP(event) },
    // Links of mails and providers answer with redirects, which are for the browser.
    fetchOptions: { redirect: 'manual' },
  }),
);
