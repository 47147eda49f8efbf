import { A } from '@solidjs/router';
import { Show } from 'solid-js';

import { auth } from '../auth-client';

export default function Home() {
  const session = auth.useSession();
  return (
    <>
      <h1>Home</h1>
      <Show when={!session().isPending}>
        <p>{session().data ? `You are signed in as ${session().data.user.name}.` : 'You are not signed in.'}</p>
      </Show>
      <A href="/account">Account</A>
    </>
  );
}
