import { Agent, type Server } from 'node:http';
import { type CheerioAPI, load } from 'cheerio';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';

/** A page as a test reads it. */
export interface TestPage {
  readonly status: number;
  readonly $: CheerioAPI;
  /** Visible text with spaces folded; no-break spaces become spaces. */
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly location: string | undefined;
  readonly response: Response;
}

/** A browser without script: cookies, forms with their CSRF token, redirects on request. */
export class Browser {
  readonly agent: ReturnType<typeof request.agent>;
  readonly #kept: Agent;
  #csrf = '';

  /** Of an app, or of a server that listens: then its connections are kept. Pages come as they are: `compress` is tried by real browsers. */
  constructor(of: Express | Server) {
    this.agent = request.agent(of).set('Accept-Encoding', 'identity');
    this.#kept = typeof of === 'function' ? new Agent() : connectionsTo(of);
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<TestPage> {
    return this.#read(await this.agent.get(path).agent(this.#kept).set(headers).buffer(true));
  }

  /** Posts a form with the token of the last page seen; `_csrf` in `fields` overrides it. A field of many values is sent once for each. */
  async post(
    path: string,
    fields: Record<string, string | readonly string[]> = {},
    headers: Record<string, string> = {},
  ): Promise<TestPage> {
    if (!this.#csrf) await this.get('/Account/LogOn');
    const sent = Object.entries({ _csrf: this.#csrf, ...fields });
    const pairs = sent.flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, String(one)]));
    const body = new URLSearchParams(pairs).toString();
    return this.#read(await this.agent.post(path).agent(this.#kept).type('form').set(headers).send(body));
  }

  /** Follows the redirect of an answer. */
  async follow(page: TestPage): Promise<TestPage> {
    if (!page.location) throw new Error(`no redirect but ${page.status}: ${page.text.slice(0, 300)}`);
    return this.get(page.location);
  }

  /** Logs on and opens the role's first page. @throws Error when the portal refuses. */
  async logOn(login: string, password = DEMO_PASSWORD): Promise<this> {
    await this.get('/Account/LogOn');
    const answer = await this.post('/Account/LogOn', { login, password });
    if (answer.status !== 303) throw new Error(`${login} could not log on: ${answer.status} ${answer.text.slice(0, 300)}`);
    await this.get('/Account/Password');
    return this;
  }

  /** Most pages are only asked for their status: they are parsed once somebody looks into them. */
  #read(response: Response): TestPage {
    const html = response.text ?? '';
    this.#csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? this.#csrf;
    let parsed: CheerioAPI | undefined;
    return {
      status: response.status,
      get $() {
        parsed ??= load(html);
        return parsed;
      },
      get text() {
        return this.$('body')
          .text()
          .replace(/[\s\u00a0]+/g, ' ')
          .trim();
      },
      headers: response.headers,
      location: response.headers['location'],
      response,
    };
  }
}

const kept = new WeakMap<Server, Agent>();

/** The connections that all browsers of a server share. */
function connectionsTo(server: Server): Agent {
  const known = kept.get(server) ?? new Agent({ keepAlive: true });
  kept.set(server, known);
  return known;
}
