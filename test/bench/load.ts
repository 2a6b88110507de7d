import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly body: Buffer;
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Some connections to one server, kept open; asks of one client go over as many of them as are free. */
export class Client {
  readonly #port: number;
  readonly #agent: Agent;
  readonly #limitMs: number;

  /** `limitMs`: an ask that is without its answer for so long fails; 0: it waits. */
  constructor(port: number, connections: number, limitMs = 0) {
    this.#port = port;
    this.#limitMs = limitMs;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    return new Promise((done, fail) => {
      const sent = request({ host: '127.0.0.1', port: this.#port, path, method, headers, agent: this.#agent }, (res) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.once('error', fail);
        res.once('end', () => done({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) }));
      });
      sent.once('error', fail);
      if (this.#limitMs > 0) sent.setTimeout(this.#limitMs, () => sent.destroy(new Error(`no answer from ${path} in ${this.#limitMs} ms`)));
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export interface Load {
  /** Answers per second. */
  readonly rate: number;
  /** Milliseconds of the slowest of a hundred, and of the middle one. */
  readonly p99: number;
  readonly median: number;
  readonly count: number;
}

/** Asks without pause over `width` lanes until `ms` are over or `limit` answers came. */
export async function press(width: number, bounds: { ms: number; limit?: number }, ask: (at: number) => Promise<void>): Promise<Load> {
  const times: number[] = [];
  const begin = performance.now();
  let asked = 0;
  const lane = async () => {
    while (performance.now() - begin < bounds.ms && asked < (bounds.limit ?? Number.POSITIVE_INFINITY)) {
      const at = asked++;
      const start = performance.now();
      await ask(at);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  const seconds = (performance.now() - begin) / 1000;
  return { rate: times.length / seconds, p99: quantile(times, 0.99), median: quantile(times, 0.5), count: times.length };
}

/** The value below which `share` of the values lie; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
