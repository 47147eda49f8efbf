// The original Better Auth behind the same applications, to tell its behaviour from Latchkey's. It forgets everything
// when it ends.
import { createServer } from 'node:http';

import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';

const auth = betterAuth({
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  session: { cookieCache: { enabled: true } },
  telemetry: { enabled: false },
});

await auth.api.signUpEmail({ body: JSON.parse(process.env.PERSON) });

const answer = toNodeHandler(auth);
createServer((request, response) => {
  if (request.url === '/readyz') response.end();
  else answer(request, response);
}).listen(Number(process.env.PORT), '127.0.0.1');
