'use client';

import Link from 'next/link';

import { auth } from '../auth-client';

export default function Home() {
  const { data, isPending } = auth.useSession();
  return (
    <>
      <h1>Home</h1>
      {!isPending && <p>{data ? `You are signed in as ${data.user.name}.` : 'You are not signed in.'}</p>}
      <Link href="/account" prefetch={false}>Account</Link>
    </>
  );
}
