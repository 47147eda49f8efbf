/**
 * The applications in `apps/`, in the order in which they are visited. `package` is the one whose version counts.
 * `cookieCache`: the page tells what it read from the cookie of the session without asking the server. `behindProxy`:
 * the framework believes whatever address a header claims, so it needs a proxy in front that writes that header.
 */
export const APPLICATIONS = [
  { name: 'hono', framework: 'Hono', package: 'hono' },
  { name: 'express', framework: 'Express', package: 'express' },
  { name: 'next', framework: 'Next.js', package: 'next', cookieCache: true, behindProxy: true },
  { name: 'astro', framework: 'Astro', package: 'astro' },
  { name: 'nuxt', framework: 'Nuxt', package: 'nuxt' },
  { name: 'solid-start', framework: 'SolidStart', package: '@solidjs/start' },
  { name: 'tanstack-start', framework: 'TanStack Start', package: '@tanstack/react-start' },
];
