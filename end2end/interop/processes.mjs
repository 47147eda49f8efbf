import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const READY_LIMIT = 60_000;
const STOP_LIMIT = 10_000;
/** How many of the last characters of what a program says are kept. */
const KEPT = 6_000;

/** The programs that run, so that none is left behind when the driver is interrupted or fails. */
const running = new Set();

process.once('exit', () => running.forEach((started) => started.signal('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/** A program with everything it starts, in a process group of its own. */
class Started {
  #child;
  #said = '';
  #failure;

  constructor(command, parameters, { folder, environment }) {
    this.#child = spawn(command, parameters, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const keep = (text) => (this.#said = (this.#said + text).slice(-KEPT));
    this.#child.stdout.on('data', keep);
    this.#child.stderr.on('data', keep);
    this.#child.on('error', (error) => (this.#failure = error));
    this.#child.once('exit', () => running.delete(this));
    running.add(this);
  }

  /** What it said last. */
  get said() {
    return this.#said;
  }

  get #ended() {
    return this.#failure !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until an address answers with anything but a failure of the server. */
  async ready(url) {
    const deadline = Date.now() + READY_LIMIT;
    for (;;) {
      const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
      // What answers could be somebody else who took the port.
      if (answer && answer.status < 500 && !this.#ended) return;
      if (this.#ended || Date.now() > deadline) {
        const why = this.#ended ? 'it ended' : `${url} did not answer in time`;
        throw new Error(`did not start: ${this.#failure?.message ?? why}\n${this.#said}`);
      }
      await pause(100);
    }
  }

  /** Waits until it is done; an error if it failed or took too long. */
  async done(limit) {
    const end = AbortSignal.timeout(limit);
    try {
      if (!this.#ended) await once(this.#child, 'close', { signal: end });
    } catch {
      await this.stop();
      throw new Error(
        this.#failure ? this.#failure.message : `took longer than ${limit / 1000} seconds\n${this.#said}`,
      );
    }
    if (this.#child.exitCode !== 0) throw new Error(`ended with ${this.#child.exitCode}\n${this.#said}`);
  }

  /** Asks it to end, and insists. */
  async stop() {
    if (this.#ended) return;
    const exit = once(this.#child, 'exit');
    this.signal('SIGTERM');
    const gone = await Promise.race([exit.then(() => true), pause(STOP_LIMIT, false, { ref: false })]);
    if (!gone) {
      this.signal('SIGKILL');
      await exit;
    }
  }

  signal(name) {
    try {
      process.kill(-this.#child.pid, name);
    } catch {
      // It has ended by itself.
    }
  }
}

/** Starts a program; only the variables that are given reach it. */
export function start(command, parameters, settings) {
  return new Started(command, parameters, settings);
}

/** Runs a program to its end. */
export async function run(command, parameters, { limit, ...settings }) {
  await start(command, parameters, settings).done(limit);
}

/** Two free ports, for an application and its server; `INTEROP_PORT` is the first to try. */
export async function freePorts() {
  const found = [];
  for (let port = Number(process.env['INTEROP_PORT'] ?? 4500); found.length < 2; port += 1) {
    if (port > 65_535) throw new Error('no port is free');
    if (await isFree(port)) found.push(port);
  }
  return found;
}

async function isFree(port) {
  const probe = createServer();
  try {
    await once(probe.listen(port), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
