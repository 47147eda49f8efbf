import { createFileRoute, Link } from '@tanstack/react-router';

import { auth } from '../auth-client';

export const Route = createFileRoute('/')({ component: Home });

function Home() {
  const { data, isPending } = auth.useSession();
  return (
    <>
      <h1>Home</h1>
      {!isPending && <p>{data ? `You are signed in as ${data.user.name}.` : 'You are not signed in.'}</p>}
      <Link to="/account">Account</Link>
    </>
  );
}
