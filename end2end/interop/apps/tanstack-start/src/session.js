import { createServerFn } from '@tanstack/react-start';
import { getRequestHeaders, getRequestIP, setResponseHeaders } from '@tanstack/react-start/server';

import { getSession } from './latchkey';

/** Who is signed in, or null; pages call it on the server and in the browser. */
export const currentUser = createServerFn({ method: 'GET' }).handler(async () => {
  const { session, cookies } = await getSession(getRequestHeaders(), getRequestIP());
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  setResponseHeaders(headers);
  return session && { name: session.user.name, email: session.user.email };
});
