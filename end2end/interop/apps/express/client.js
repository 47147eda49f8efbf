import { createAuthClient } from 'better-auth/client';

const auth = createAuthClient();

const shown = document.querySelector('#session');
if (shown) {
  auth.useSession.subscribe(({ data, isPending }) => {
    if (isPending) return;
    shown.textContent = data ? `You are signed in as ${data.user.name}.` : 'You are not signed in.';
  });
}

document.querySelector('#sign-in')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const { email, password } = Object.fromEntries(new FormData(form));
  const { error } = await auth.signIn.email({ email, password });
  if (error) form.querySelector('[role=alert]').textContent = error.message;
  else location.assign('/account');
});

document.querySelector('#sign-out')?.addEventListener('click', async () => {
  await auth.signOut();
  location.assign('/');
});
