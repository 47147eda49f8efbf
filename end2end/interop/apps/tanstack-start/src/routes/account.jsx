import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';

import { auth } from '../auth-client';
import { currentUser } from '../session';

export const Route = createFileRoute('/account')({
  beforeLoad: async () => {
    const user = await currentUser();
    if (!user) throw redirect({ to: '/sign-in' });
    return { user };
  },
  component: Account,
});

function Account() {
  const navigate = useNavigate();
  const { user } = Route.useRouteContext();

  async function signOut() {
    await auth.signOut();
    await navigate({ to: '/' });
  }

  return (
    <>
      <h1>Account</h1>
      <p>{user.name}, {user.email}</p>
      <button onClick={signOut}>Sign out</button>
    </>
  );
}
