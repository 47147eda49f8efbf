import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';

import { auth } from '../auth-client';

export default function SignIn() {
  const navigate = useNavigate();
  const [problem, setProblem] = createSignal('');

  async function submit(event) {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget));
    const { error } = await auth.signIn.email({ email, password });
    if (error) setProblem(error.message);
    else navigate('/account');
  }

  return (
    <>
      <h1>Sign in</h1>
      <form method="post" onSubmit={submit}>
        <label>Email <input name="email" type="email" autocomplete="username" required /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button>Sign in</button>
        <p role="alert">{problem()}</p>
      </form>
    </>
  );
}
