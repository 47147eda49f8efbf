import { createAuthClient } from 'better-auth/react';

export const auth = createAuthClient();
