import { type BrowserContext, type ConsoleMessage, type Page, expect, test as base } from '@playwright/test';

import { Server } from './server.ts';

export { expect } from '@playwright/test';

/** What a page was before and after its first client frame. */
export interface Hydration {
  html: string;
  firstFrame: string;
  done: boolean;
}

declare global {
  interface Window {
    hydration: Hydration;
  }
}

/** Everything a browser complains about. A test in which anything is left fails. */
export class Complaints {
  readonly #seen: string[] = [];
  readonly #expected: RegExp[] = [];

  /** A complaint that belongs to the test: the browser reports every refused request. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => this.#console(message));
    context.on('weberror', (error) => this.#add(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('response', (response) => {
      if (response.status() >= 500) this.#add(`${response.status()} ${response.url()}`);
    });
  }

  unexpected(): string[] {
    return this.#seen.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  #console(message: ConsoleMessage): void {
    if (message.type() === 'warning' || message.type() === 'error') {
      this.#add(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  }

  #add(text: string): void {
    this.#seen.push(text);
  }
}

interface TestFixtures {
  /** The address that this test comes from: rate limits count for it alone. */
  address: string;
  complaints: Complaints;
  /** Opens a page and, where scripts run, waits until it is interactive. */
  open: (path: string, page?: Page) => Promise<void>;
}

interface WorkerFixtures {
  /** TOML for what a spec switches on beside what all have: `test.use({ settings: '…' })` at the top of its file. */
  settings: string;
  server: Server;
}

let tests = 0;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  settings: ['', { scope: 'worker', option: true }],

  server: [
    async ({ settings }, use) => {
      const server = await Server.start(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: ({ server }, use) => use(server.url),

  address: async ({}, use) => {
    tests += 1;
    await use(`10.${(tests >> 16) & 255}.${(tests >> 8) & 255}.${tests & 255}`);
  },

  extraHTTPHeaders: ({ address }, use) => use({ 'x-forwarded-for': address }),

  complaints: [
    async ({ context, server, javaScriptEnabled }, use, testInfo) => {
      const complaints = new Complaints();
      // Without scripts nothing uses the application, and the page cannot know that before it is sent.
      if (!javaScriptEnabled) complaints.expect(/was preloaded using link preload but not used/);
      complaints.watch(context);
      await context.addInitScript(reportPolicyViolations);
      await context.addInitScript(watchHydration);
      await use(complaints);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server.log', { body: server.log(), contentType: 'text/plain' });
      }
      const unexpected = complaints.unexpected();
      if (unexpected.length > 0) {
        throw new Error(`the browser complained:\n${unexpected.join('\n')}`);
      }
    },
    { auto: true },
  ],

  open: async ({ page: first, javaScriptEnabled }, use) => {
    await use(async (path, page = first) => {
      await page.goto(path);
      if (javaScriptEnabled) await hydrated(page);
    });
  },
});

/** Waits until the application has taken over the page. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => window.hydration?.done);
}

/** What a person can see of it: comments only tell the application where things are. */
function visible(html: string): string {
  return html.replaceAll(/<!--.*?-->/gs, '').replaceAll('<!---->', '');
}

/** The first frame of the application is the page that the server sent. */
export async function expectSameFirstFrame(page: Page): Promise<void> {
  const { html, firstFrame } = await page.evaluate(() => window.hydration);
  expect(html).toContain('<main');
  expect(visible(firstFrame)).toBe(visible(html));
}

/** Runs in the page. The policy also forbids what the console does not mention. */
function reportPolicyViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI}`);
  });
}

/** Runs in the page. Notes the page's HTML right before and right after the application takes over. */
function watchHydration(): void {
  const hydration: Hydration = { html: '', firstFrame: '', done: false };
  window.hydration = hydration;
  const html = () => document.body.outerHTML;
  const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const { module, instance } = await instantiate(source, imports);
    const start = instance.exports['hydrate'] as (() => void) | undefined;
    if (!start) return { module, instance };
    const hydrate = () => {
      hydration.html = html();
      start();
      hydration.firstFrame = html();
      // Effects run after the first frame; two turns later they are through.
      setTimeout(() => setTimeout(() => (hydration.done = true)));
    };
    return { module, instance: { exports: { ...instance.exports, hydrate } } };
  };
}
