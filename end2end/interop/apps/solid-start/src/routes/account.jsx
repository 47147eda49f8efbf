import { createAsync, useNavigate } from '@solidjs/router';
import { Show } from 'solid-js';

import { auth } from '../auth-client';
import { signedInUser } from '../session';

export const route = { preload: () => signedInUser() };

export default function Account() {
  const navigate = useNavigate();
  // Nothing is sent before it is known who is there, so that the redirect is one of HTTP.
  const user = createAsync(() => signedInUser(), { deferStream: true });

  async function signOut() {
    await auth.signOut();
    navigate('/');
  }

  return (
    <>
      <h1>Account</h1>
      <Show when={user()}>{(shown) => <p>{shown().name}, {shown().email}</p>}</Show>
      <button onClick={signOut}>Sign out</button>
    </>
  );
}
