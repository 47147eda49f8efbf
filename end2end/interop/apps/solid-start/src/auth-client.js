import { createAuthClient } from 'better-auth/solid';

export const auth = createAuthClient();
