import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page, type Response } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Long enough for a machine that does other work: a page that comes late is slow, one that never comes is broken. */
const pageTimeoutMs = 60_000;
const stillWithinMs = 5_000;

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

export interface VisitorOptions {
  locale?: 'zh-CN' | 'en-US';
  colorScheme?: 'light' | 'dark';
  width?: number;
}

/** A person at a browser: what goes wrong while he looks around is kept in `complaints`. */
export class Visitor {
  /** Errors of the console, failed requests, and requests that left the platform. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page, private readonly url: string) {
    page.on('console', (message) => { if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => this.complaints.push(`page: ${error.message}`));
    page.on('response', (response) => { if (response.status() >= 400) void this.complain(response); });
    page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) this.complaints.push(`foreign request: ${request.url()}`); });
  }

  static async arrive(browser: Browser, url: string, { locale = 'zh-CN', colorScheme = 'light', width = 1280 }: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
    context.setDefaultTimeout(pageTimeoutMs);
    return new Visitor(await context.newPage(), url);
  }

  /** To a page of the console, until nothing loads any more. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.url}/admin/${path}`);
    await this.settle();
  }

  /** No spinner, no request under way: what is looked at next is what a person would see. */
  async settle(): Promise<void> {
    await this.page.locator('#root > *').first().waitFor();
    await this.page.waitForFunction(() => (globalThis as unknown as { document: { querySelector(selector: string): unknown } }).document.querySelector('.RaLoading-root, .RaLoadingPage-root, [role=progressbar].MuiCircularProgress-root') === null);
  }

  async signIn(email: string, password = 'tandem-demo'): Promise<void> {
    await this.page.goto(`${this.url}/admin/`);
    await this.page.locator('input[name=email]').fill(email);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
  }

  /** Serious and critical findings of axe on what is shown, one line each; what is half faded in or out is not looked at yet. */
  async barriers(): Promise<string[]> {
    const isStill = 'document.getAnimations().every((one) => !(one instanceof CSSTransition) || one.playState !== "running")';
    for (const deadline = Date.now() + stillWithinMs; Date.now() < deadline && !await this.page.evaluate(isStill);) await this.page.waitForTimeout(100);
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate('axe.run(document, { resultTypes: ["violations"] })') as AxeResults;
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }

  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)') as Promise<number>;
  }

  /** At once, so that whoever clears the list clears this too; its text follows. */
  private async complain(response: Response): Promise<void> {
    const head = `${response.status()} ${response.url()}`;
    const place = this.complaints.push(head) - 1;
    const answer = await response.text().catch(() => '');
    if (this.complaints[place] === head) this.complaints[place] = `${head} ${response.request().postData()?.slice(0, 200) ?? ''} ${answer.slice(0, 500)}`;
  }

  leave(): Promise<void> {
    return this.page.context().close();
  }
}
