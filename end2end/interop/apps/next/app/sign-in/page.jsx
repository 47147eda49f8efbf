'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';

import { auth } from '../../auth-client';

export default function SignIn() {
  const router = useRouter();
  const [problem, setProblem] = useState('');

  async function submit(event) {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget));
    const { error } = await auth.signIn.email({ email, password });
    if (error) setProblem(error.message);
    else router.push('/account');
  }

  return (
    <>
      <h1>Sign in</h1>
      <form method="post" onSubmit={submit}>
        <label>Email <input name="email" type="email" autoComplete="username" required /></label>
        <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
        <button>Sign in</button>
        <p role="alert">{problem}</p>
      </form>
    </>
  );
}
