import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './processes.mjs';

const LIMIT = 600_000;

/** Installs what the lock file of a folder names, unless that has not changed since. */
export async function installPackages(folder, environment = process.env) {
  // npm writes the hidden file last.
  const installed = join(folder, 'node_modules', '.package-lock.json');
  const locked = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  await run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { folder, environment, limit: LIMIT });
}
