import type { Config } from '#src/platform/config.ts';
import { signatureOf } from '../http/signature.rules.ts';

/** What Axapta's side answered. */
export interface AxAnswer {
  readonly status: number;
  /** null for what is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** Thrown when Axapta does not answer, or not as the contract has it; the message is a sentence for the log and the journal of tasks. */
export class AxUnreachable extends Error {}

const TIMEOUT_MS = 15_000;
const LARGEST_BYTES = 12 * 1024 * 1024;

/** Axapta's URLs, the same as the portal's own, for an Axapta that can only be called. */
export class AxClient {
  readonly #url: string;
  readonly #token: string | null;
  readonly #secret: string | null;
  readonly #now: () => Date;

  /** @param now what signatures are dated by */
  constructor(config: Pick<Config, 'axToken' | 'axSigningSecrets'> & { readonly axUrl: string }, now: () => Date) {
    this.#url = config.axUrl;
    this.#token = config.axToken;
    this.#secret = config.axSigningSecrets[0] ?? null;
    this.#now = now;
  }

  /** @throws AxUnreachable */
  post(path: string, id: string, message: object): Promise<AxAnswer> {
    const body = JSON.stringify(message);
    return this.#call(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...this.#signed(id, body) } });
  }

  /** @throws AxUnreachable */
  get(path: string): Promise<AxAnswer> {
    return this.#call(path, {});
  }

  async #call(
    path: string,
    { headers = {}, ...init }: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<AxAnswer> {
    const opened: Record<string, string> = this.#token === null ? {} : { authorization: `Bearer ${this.#token}` };
    const all = { accept: 'application/json', ...opened, ...headers };
    try {
      const answer = await fetch(this.#url + path, { ...init, headers: all, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      return { status: answer.status, body: objectOf(await textOf(answer)) };
    } catch (error) {
      throw new AxUnreachable(`Axapta does not answer at ${this.#url}: ${reasonOf(error)}`);
    }
  }

  #signed(id: string, body: string): Record<string, string> {
    if (this.#secret === null) return {};
    const timestamp = String(Math.floor(this.#now().getTime() / 1000));
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatureOf(this.#secret, id, timestamp, body) };
  }
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LARGEST_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** `fetch` hides why it failed in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
