import { createAuthClient } from 'better-auth/client';

export const auth = createAuthClient();
