import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Provider } from './provider.ts';

const START_LIMIT = 20_000;
const STOP_LIMIT = 15_000;

/** The release binary, in an empty folder of its own. */
export class Server {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #extra: string;
  #process: ChildProcess | undefined;
  #provider: Provider | undefined;

  private constructor(port: number, extra: string) {
    this.#port = port;
    this.#extra = extra;
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'));
  }

  /** Starts the binary on a free port, with more settings than all tests have. */
  static async start(extra = ''): Promise<Server> {
    const server = new Server(await freePort(), extra);
    server.#provider = await Provider.start(`${server.url}/api/auth/callback/company`);
    await server.#run();
    return server;
  }

  /** Stops the binary and starts it again on the same port and the same database. */
  async restart(): Promise<void> {
    await this.#end();
    await this.#run();
  }

  /** Stops the binary and removes its folder. */
  async stop(): Promise<void> {
    try {
      await this.#end();
      await this.#provider?.stop();
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  /** What the binary has logged so far. */
  log(): string {
    const file = join(this.#folder, 'server.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  #settings(): string {
    return `
# Passkeys belong to a domain, so their tests come by its name.
trusted_origins = ["http://localhost:${this.#port}"]

[passkey]
rp_id = "localhost"

# All tests share the demo accounts and get their passwords wrong; that is no attack on them.
[email_and_password.lockout]
max_failures = 100000

[[generic_oauth]]
provider_id = "company"
name = "Company"
client_id = "${Provider.clientId}"
client_secret = "${Provider.clientSecret}"
discovery_url = "${this.#provider?.issuer}/.well-known/openid-configuration"
scopes = ["openid", "profile", "email"]

${this.#extra}
`;
  }

  async #run(): Promise<void> {
    writeFileSync(join(this.#folder, 'latchkey.toml'), this.#settings());
    const log = openSync(join(this.#folder, 'server.log'), 'a');
    const child = spawn(binary(), [], {
      cwd: this.#folder,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env['PATH'],
        RUST_BACKTRACE: '1',
        // Demo accounts, the mailbox page, and a secret that is made at the first start.
        LATCHKEY_ENV: 'development',
        BETTER_AUTH_URL: this.url,
        PORT: String(this.#port),
        DATABASE_URL: `sqlite://${this.#folder}/e2e.db?mode=rwc`,
        // Each test says which address it comes from, so that the real rate limits stay on.
        LATCHKEY_TRUSTED_PROXIES: '127.0.0.1/32',
      },
    });
    closeSync(log);
    this.#process = child;
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    const deadline = Date.now() + START_LIMIT;
    while (!(await this.#isReady())) {
      if (failure || child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL');
        const why = failure?.message ?? (child.exitCode === null ? 'it took too long' : `it ended with ${child.exitCode}`);
        throw new Error(`the server did not start: ${why}\n${this.log()}`);
      }
      await pause(50);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  /** Asks the binary to end, as a service manager would, and insists that it does. */
  async #end(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const gone = await Promise.race([ended.then(() => true), pause(STOP_LIMIT, false, { ref: false })]);
    if (!gone) {
      child.kill('SIGKILL');
      await ended;
      throw new Error(`the server did not end within ${STOP_LIMIT} ms of SIGTERM\n${this.log()}`);
    }
  }
}

function binary(): string {
  const named = process.env['LATCHKEY_BIN'];
  const target = process.env['CARGO_TARGET_DIR'] ?? '../target';
  const path = resolve(named ?? join(target, 'release', 'latchkey'));
  if (!existsSync(path)) {
    throw new Error(`${path} is not there; make it with \`cargo xtask build\`, or name it in LATCHKEY_BIN`);
  }
  return path;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
