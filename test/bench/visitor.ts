import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { type Answer, type Ask, Client } from './load.ts';

/** One browser: its cookies, and the token of the last page it saw. */
export class Visitor {
  readonly client: Client;
  #cookies = new Map<string, string>();
  csrf = '';

  constructor(port: number, connections = 1) {
    this.client = new Client(port, connections);
  }

  /** The cookies as a header, for asks over other clients. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { headers });
  }

  async post(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.#ask(path, this.form(fields));
  }

  /** A form as this browser would send it. */
  form(fields: Record<string, string>): Ask {
    const body = new URLSearchParams({ _csrf: this.csrf, ...fields }).toString();
    const length = String(Buffer.byteLength(body));
    return {
      method: 'POST',
      body,
      headers: { cookie: this.cookie, 'content-type': 'application/x-www-form-urlencoded', 'content-length': length },
    };
  }

  /** @throws Error when the portal refuses. */
  async logOn(login: string): Promise<this> {
    await this.get('/Account/LogOn');
    const answer = await this.post('/Account/LogOn', { login, password: DEMO_PASSWORD });
    if (answer.status !== 303) throw new Error(`${login} could not log on: ${answer.status}`);
    await this.get('/Account/Password');
    return this;
  }

  async #ask(path: string, ask: Ask): Promise<Answer> {
    const answer = await this.client.ask(path, { ...ask, headers: { cookie: this.cookie, ...ask.headers } });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(answer.body.toString())?.[1] ?? this.csrf;
    return answer;
  }
}
