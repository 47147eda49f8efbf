'use client';

import { useRouter } from 'next/navigation';

import { auth } from '../../auth-client';

export function SignOut() {
  const router = useRouter();

  async function signOut() {
    await auth.signOut();
    router.push('/');
  }

  return <button onClick={signOut}>Sign out</button>;
}
