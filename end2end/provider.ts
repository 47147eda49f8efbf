import { once } from 'node:events';
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from 'node:http';

import OidcProvider from 'oidc-provider';

/** An OpenID provider of its own, which knows everybody who tells it an address. */
export class Provider {
  static readonly clientId = 'latchkey';
  static readonly clientSecret = 'end2end';

  readonly issuer: string;
  readonly #http: HttpServer;

  private constructor(issuer: string, http: HttpServer) {
    this.issuer = issuer;
    this.#http = http;
  }

  /** Starts on a free port, for an application to which it leads back here. */
  static async start(redirectUri: string): Promise<Provider> {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('the provider has no port');
    const issuer = `http://127.0.0.1:${address.port}`;
    const oidc = openIdProvider(issuer, redirectUri);
    const handle = oidc.callback();
    http.on('request', (request, response) => {
      if (request.url?.startsWith('/interaction/')) void interact(oidc, request, response);
      else void handle(request, response);
    });
    return new Provider(issuer, http);
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }
}

function openIdProvider(issuer: string, redirectUri: string): OidcProvider {
  return new OidcProvider(issuer, {
    clients: [
      {
        client_id: Provider.clientId,
        client_secret: Provider.clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [redirectUri],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['end2end'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: sub, email_verified: true, name: 'Olive' }),
    }),
    // Nobody is asked twice: signing in is agreeing.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

/** The page on which people sign in there, and its answers. */
async function interact(oidc: OidcProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Company</title><link rel="icon" href="data:,">
      <h1>Company</h1><form method="post"><label>Address <input name="address"></label>
      <button>Agree</button><button name="refuse" value="1">Refuse</button></form></html>`);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const form = new URLSearchParams(body);
  const result = form.has('refuse')
    ? { error: 'access_denied' }
    : { login: { accountId: form.get('address') ?? '', remember: false } };
  await oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
