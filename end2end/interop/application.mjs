import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

import { installPackages } from './packages.mjs';
import { run, start } from './processes.mjs';

const here = import.meta.dirname;
const BUILD_LIMIT = 600_000;

/** One of the applications in `apps/`. */
export class Application {
  #description;
  #folder;
  #environment;

  constructor(description) {
    this.#description = description;
    this.#folder = join(here, 'apps', description.name);
  }

  get name() {
    return this.#description.name;
  }

  get framework() {
    return this.#description.framework;
  }

  get cookieCache() {
    return this.#description.cookieCache ?? false;
  }

  get behindProxy() {
    return this.#description.behindProxy ?? false;
  }

  /** The version of the framework that is installed, or the one that is asked for. */
  get version() {
    const name = this.#description.package;
    const installed = join(this.#folder, 'node_modules', name, 'package.json');
    return existsSync(installed) ? readJson(installed).version : this.#manifest().dependencies[name];
  }

  /** Installs what the lock file names, unless that is done. */
  async install() {
    this.#environment = { ...process.env, PATH: await pathWithNode(this.#manifest().engines.node) };
    for (const name of ['BETTER_AUTH_URL', 'BETTER_AUTH_SECRET', 'PORT']) delete this.#environment[name];
    await installPackages(this.#folder, this.#environment);
  }

  /** Makes the production build; the address of the server and the secret are known then too. */
  async build(settings) {
    await run('npm', ['run', 'build'], {
      folder: this.#folder,
      environment: { ...this.#environment, ...settings },
      limit: BUILD_LIMIT,
    });
  }

  /** Starts the production build. */
  async start(settings, url) {
    const started = start('npm', ['run', 'start'], {
      folder: this.#folder,
      environment: { ...this.#environment, ...settings, NODE_ENV: 'production' },
    });
    try {
      await started.ready(url);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  /** The path of a module that the application has installed. */
  resolve(module) {
    return createRequire(join(this.#folder, 'package.json')).resolve(module);
  }

  #manifest() {
    return readJson(join(this.#folder, 'package.json'));
  }
}

/** A `PATH` on which `node` is new enough: the one at hand, or the one that `package.json` beside this file pins. */
async function pathWithNode(wanted) {
  const [major, minor = 0] = wanted.replace(/^>=/, '').split('.').map(Number);
  const [currentMajor, currentMinor] = process.versions.node.split('.').map(Number);
  const isNewEnough = currentMajor > major || (currentMajor === major && currentMinor >= minor);
  if (!isNewEnough) await installPackages(here);
  const folder = isNewEnough ? dirname(process.execPath) : join(here, 'node_modules', '.bin');
  return [folder, process.env['PATH']].join(delimiter);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
