/**
 * Visits small applications of other frameworks that have Latchkey as their server for accounts:
 *
 *     LATCHKEY_BIN=target/release/latchkey node end2end/interop/run.mjs [--original] [--http] [name ...]
 *
 * Names are the folders in `apps/`; without any, all are visited. `--original` puts Better Auth in Latchkey's place.
 * `--http` needs no browser: the official client runs in Node and the pages are read as the server sends them, so that
 * nothing is clicked. The exit code is 0 only if every application was visited and nothing failed.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

import { Application } from './application.mjs';
import { APPLICATIONS } from './applications.mjs';
import { freePorts } from './processes.mjs';
import { installOriginal, latchkey, startLatchkey, startOriginal } from './server.mjs';
import { table } from './table.mjs';
import { browserVisits } from './visit.mjs';
import { httpVisits } from './visit-http.mjs';

const options = { original: { type: 'boolean' }, http: { type: 'boolean' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });

const unknown = positionals.filter((name) => !APPLICATIONS.some((description) => description.name === name));
if (unknown.length > 0) fail(`there is no application ${unknown.join(', ')} in apps/`);
const chosen = APPLICATIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

try {
  if (values.original) await installOriginal();
  else latchkey();
} catch (error) {
  fail(error.message);
}

const visits = await (values.http ? httpVisits() : browserVisits()).catch((error) => fail(error.message));
const rows = [];
for (const description of chosen) rows.push(await visit(new Application(description)));
await visits.close();

const failed = rows.filter(({ result }) => result !== 'passed').length;
const how = values.http ? 'Over HTTP, without a browser: nothing was clicked.' : 'In Chromium.';
const server = values.original ? 'The original Better Auth' : 'Latchkey';
console.log(`\n${server} as the server. ${how}\n\n${table(rows)}\n\n${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Installs, builds, starts and visits one application, and says how that went. */
async function visit(application) {
  console.log(`\n${application.framework} ${application.version}`);
  const row = { framework: application.framework, version: application.version, done: [], result: 'passed' };
  const stops = [];
  let doing = 'install';
  const phase = async (next, action) => {
    doing = next;
    const started = Date.now();
    const outcome = await action();
    console.log(`  ✓ ${next} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return outcome;
  };
  try {
    const [port, serverPort] = await freePorts();
    const url = `http://localhost:${port}`;
    const secret = randomBytes(32).toString('base64url');
    const settings = {
      PORT: String(port),
      LATCHKEY_URL: `http://127.0.0.1:${serverPort}`,
      BETTER_AUTH_URL: url,
      BETTER_AUTH_SECRET: secret,
    };

    await phase('install', () => application.install());
    await phase('build', () => application.build(settings));
    const server = await phase('start the server', () =>
      (values.original ? startOriginal : startLatchkey)({ port: serverPort, publicUrl: url, secret }),
    );
    stops.push(server);
    const started = await phase('start the application', () => application.start(settings, url));
    stops.push(started);

    const visitor = await visits.start({ application, url, latchkey: !values.original });
    stops.push(visitor);
    try {
      for (const [step, act] of visitor.steps) {
        await phase(step, act);
        row.done.push(step);
      }
    } catch (error) {
      const seen = await visitor.seen();
      throw new Error(`${error.message}\n${seen}\n--- application\n${started.said}\n--- server\n${server.said()}`);
    }
  } catch (error) {
    console.log(`  ✗ ${doing}\n${error.message.replace(/^/gm, '    ')}`);
    row.result = `${doing}: ${error.message.split('\n')[0]}`;
  } finally {
    for (const running of stops.reverse()) await running.stop();
  }
  row.version = application.version;
  return row;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
