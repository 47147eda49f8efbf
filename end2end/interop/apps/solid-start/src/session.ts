import { query, redirect } from '@solidjs/router';
import { getRequestEvent } from 'solid-js/web';

import { getSession } from './latchkey';

/** Who is signed in; others are sent to sign in. Pages call it on the server and in the browser. */
export const signedInUser = query(async () => {
  'use server';
  const { request, clientAddress, response } = getRequestEvent()!;
  const { session, cookies } = await getSession(request.headers, clientAddress);
  // A session that was extended has new cookies.
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  response.headers.set('cache-control', 'private, no-store');
  if (!session) throw redirect('/sign-in');
  return { name: session.user.name, email: session.user.email };
}, 'signed-in-user');
