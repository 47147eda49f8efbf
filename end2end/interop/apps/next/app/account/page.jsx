import { headers } from 'next/headers';
import { redirect } from 'next/navigation';

import { getSession } from '../../latchkey';
import { SignOut } from './sign-out';

export default async function Account() {
  const requestHeaders = await headers();
  const session = await getSession(requestHeaders);
  if (!session) redirect('/sign-in');
  const cached = decodeURIComponent(requestHeaders.get('x-cached-email'));
  return (
    <>
      <h1>Account</h1>
      <p>{session.user.name}, {session.user.email}</p>
      <p>
        In the cookie: <span data-testid="cached">{cached || 'nobody'}</span>
      </p>
      <SignOut />
    </>
  );
}
