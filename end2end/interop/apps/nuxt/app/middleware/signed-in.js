/** Lets only those through who are signed in; their session is in `useState('session')`. */
export default defineNuxtRouteMiddleware(async () => {
  const nuxt = useNuxtApp();
  // The server has just asked.
  if (import.meta.client && nuxt.isHydrating && nuxt.payload.serverRendered) return;
  const session = useState('session');
  const event = useRequestEvent();
  const answer = await (event?.fetch ?? fetch)('/api/auth/get-session');
  if (!answer.ok) throw createError({ statusCode: 503, statusMessage: `Latchkey answered ${answer.status}` });
  // A session that was extended has new cookies. A browser takes them by itself.
  if (event) {
    for (const cookie of answer.headers.getSetCookie()) event.node.res.appendHeader('set-cookie', cookie);
    event.node.res.setHeader('cache-control', 'private, no-store');
  }
  session.value = await answer.json();
  if (!session.value) return navigateTo('/sign-in');
});
