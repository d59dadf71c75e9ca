import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser executable; null if none is installed (`apt-get install chromium`). */
export const CHROMIUM = [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((path) => path && existsSync(path)) ?? null;

/** `describe` if a browser is installed; otherwise the tests are reported as skipped. */
export const describeInBrowser = CHROMIUM ? describe : describe.skip;

/** A user at a browser. Records faults of the page. */
export class Visitor {
  /** Console errors, exceptions, and requests to other hosts. */
  readonly faults: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly address: string,
  ) {
    const host = new URL(address).host;
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.host !== host) this.faults.push(`asked ${url.host}`);
    });
  }

  static async arrive(address: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    context.setDefaultTimeout(45_000);
    return new Visitor(browser, await context.newPage(), address);
  }

  async open(path: string): Promise<Page> {
    await this.page.goto(this.address + path);
    return this.page;
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** Waits until the text is visible. */
  async reads(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  leave(): Promise<void> {
    return this.browser.close();
  }
}
