import { createFileRoute } from '@tanstack/react-router';
import { getRequestIP } from '@tanstack/react-start/server';

import { passOn } from '../../../latchkey';

const handler = ({ request }) => passOn(request, getRequestIP());

export const Route = createFileRoute('/api/auth/$')({
  server: { handlers: { GET: handler, POST: handler } },
});
