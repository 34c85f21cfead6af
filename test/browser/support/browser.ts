import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TestMachine } from '../../support/machine.ts';

/** Where Debian, Ubuntu and people who set it have Chromium. */
const CANDIDATES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
const pages = new URL('../../../apps/ui/dist/index.html', import.meta.url).pathname;

/** Why browser tests cannot run here, with the way out; undefined when they can. */
export function browserProblem(): string | undefined {
  if (executablePath === undefined) return 'needs Chromium: apt-get install chromium, or set CHROMIUM to its path';
  return existsSync(pages) ? undefined : 'needs the built pages: pnpm build';
}

/** How a page is looked at. */
export interface Look {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly isSignedIn?: boolean;
}

/** A browser with what went wrong in it: broken policy, script errors. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  /** Violations of the content security policy and errors of scripts, on any page; empty when all is well. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(
      await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ['--no-sandbox', '--disable-dev-shm-usage'] }),
    );
  }

  /** A person's browser: own cookies, own appearance; signed in to the machine unless told otherwise. */
  async person(machine: TestMachine, look: Look = {}): Promise<BrowserContext> {
    const { theme = 'light', width = 1280, height = 850, isSignedIn = true } = look;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      baseURL: machine.url,
    });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    context.on('console', (message) => {
      if (message.text().startsWith('policy:')) this.complaints.push(message.text());
    });
    context.on('weberror', (error) => void this.complaints.push(`script: ${error.error().message}`));
    if (isSignedIn) {
      const answer = await context.request.post('/api/session', { data: { token: machine.token }, headers: { origin: machine.url } });
      if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}: ${await answer.text()}`);
    }
    return context;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** True when the page is wider than its window. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
