import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { installPackages } from './packages.mjs';
import { start } from './processes.mjs';

const here = import.meta.dirname;

/** Somebody who has an account: in Latchkey one of those that development starts with. */
export const ANA = { name: 'Ana', email: 'ana@example.com', password: 'correct-horse-battery' };

const SETTINGS = `
[session.cookie_cache]
enabled = true
`;

/** The path of the binary; an error that says how to get one if there is none. */
export function latchkey() {
  const target = process.env['CARGO_TARGET_DIR'] ?? join(here, '../../target');
  const path = resolve(process.env['LATCHKEY_BIN'] ?? join(target, 'release', 'latchkey'));
  if (!existsSync(path)) {
    throw new Error(`${path} is not there; make it with \`cargo xtask build\`, or name it in LATCHKEY_BIN`);
  }
  return path;
}

/**
 * Latchkey behind an application that people reach at `publicUrl`, in an empty folder of its own.
 */
export async function startLatchkey({ port, publicUrl, secret }) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-interop-'));
  writeFileSync(join(folder, 'latchkey.toml'), SETTINGS);
  const server = start(latchkey(), ['serve'], {
    folder,
    environment: {
      PATH: process.env['PATH'],
      LATCHKEY_ENV: 'development',
      BETTER_AUTH_URL: publicUrl,
      BETTER_AUTH_SECRET: secret,
      PORT: String(port),
      DATABASE_URL: `sqlite://${folder}/interop.db?mode=rwc`,
      // The application is a proxy: it says from which address somebody comes.
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1/32',
    },
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return ready(server, stop, port);
}

/** Installs the original Better Auth. */
export async function installOriginal() {
  await installPackages(join(here, 'original'));
}

/** The original in Latchkey's place. */
export async function startOriginal({ port, publicUrl, secret }) {
  const server = start(process.execPath, ['server.mjs'], {
    folder: join(here, 'original'),
    environment: {
      PATH: process.env['PATH'],
      BETTER_AUTH_URL: publicUrl,
      BETTER_AUTH_SECRET: secret,
      PORT: String(port),
      PERSON: JSON.stringify(ANA),
    },
  });
  return ready(server, () => server.stop(), port);
}

async function ready(server, stop, port) {
  const url = `http://127.0.0.1:${port}`;
  try {
    await server.ready(`${url}/readyz`);
  } catch (error) {
    await stop();
    throw new Error(`the server ${error.message}`);
  }
  return { url, stop, said: () => server.said };
}
