import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import type { ListeningPortal } from '#test/support/listening.ts';

export interface Setting {
  readonly script?: boolean;
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** The browser's own note that an answer had such a status. */
const STATUS_NOTE = /^Failed to load resource: the server responded with a status of (403|404|409|422)/;

/**
 * So many addresses a window opens in `visit`. Chromium 143 keeps the isolated world of every document a window has shown and makes them
 * all again for the next: the 76th costs twice the first.
 */
const VISITS_OF_A_WINDOW = 8;

/** Somebody at a browser of his own: a context with one page at a time, and everything the browser complained of. */
export class Person {
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  #page: Page;
  #visits = 0;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = this.#listenTo(page);
  }

  /** The window that is open. */
  get page(): Page {
    return this.#page;
  }

  #listenTo(page: Page): Page {
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      if (!STATUS_NOTE.test(message.text())) this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    return page;
  }

  static async at(browser: Browser, portal: ListeningPortal, setting: Setting = {}): Promise<Person> {
    const { script = true, width = 1440, theme = 'light' } = setting;
    const context = await browser.newContext({
      baseURL: portal.url,
      colorScheme: theme,
      hasTouch: width < 600,
      javaScriptEnabled: script,
      locale: 'ru-RU',
      reducedMotion: 'reduce',
      viewport: { width, height: width < 600 ? 780 : 900 },
    });
    context.setDefaultTimeout(8_000);
    return new Person(context, await context.newPage());
  }

  /** Logs on by the form. */
  async logOn(login: string, password = DEMO_PASSWORD): Promise<void> {
    await this.page.goto('/Account/LogOn');
    await this.page.getByLabel('Логин').fill(login);
    await this.page.getByLabel('Пароль').fill(password);
    await this.page.getByRole('button', { name: 'Войти' }).click();
    await this.page.waitForURL((url) => url.pathname !== '/Account/LogOn');
  }

  /** One of many addresses: opens it, now and then in a new window in place of the old one. What `page` was is not used after it. */
  async visit(address: string): Promise<Page> {
    if (this.#visits++ % VISITS_OF_A_WINDOW === 0) {
      const old = this.#page;
      this.#page = this.#listenTo(await this.#context.newPage());
      await old.close();
    }
    await this.#page.goto(address);
    return this.#page;
  }

  /** What the page says, spaces folded, no-break spaces as spaces. */
  async reads(part: Locator = this.page.locator('body')): Promise<string> {
    return (await part.allInnerTexts())
      .join(' ')
      .replace(/[\s\u00a0]+/g, ' ')
      .trim();
  }

  /** Waits until the part says it. */
  async sees(text: string | RegExp, part: Locator = this.page.locator('main')): Promise<void> {
    if (typeof text !== 'string') await expect.poll(() => this.reads(part), { timeout: 8_000 }).toMatch(text);
    else await expect.poll(() => this.reads(part), { timeout: 8_000 }).toContain(text);
  }

  /** Closes the browser window; fails when it complained: an error, a warning, something the policy of the page refused. */
  async leave(): Promise<void> {
    await this.#context.close();
    expect(this.complaints).toEqual([]);
  }
}
