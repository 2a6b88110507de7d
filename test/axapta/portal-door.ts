import { signed } from './signature.ts';

/** Where the portal is and what opens it. */
export interface PortalAddress {
  /** Its origin. */
  readonly url: string;
  readonly token: string;
  /** Secret of the signature, base64; null: messages are not signed. */
  readonly secret: string | null;
}

export interface PortalAnswer {
  readonly status: number;
  /** null for what is no JSON. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

const TIMEOUT_MS = 10_000;

/** The portal's side of the exchange, called over HTTP. */
export class PortalDoor {
  readonly #at: PortalAddress;
  readonly #now: () => Date;

  constructor(at: PortalAddress, now: () => Date) {
    this.#at = at;
    this.#now = now;
  }

  /** Posts a body as it is. @throws TypeError when nobody answers */
  post(path: string, body: string, id: string, isForged = false): Promise<PortalAnswer> {
    const seconds = Math.floor(this.#now().getTime() / 1000);
    const { secret, token } = this.#at;
    const signature = secret ? signed(isForged ? Buffer.from('forged').toString('base64') : secret, id, body, seconds) : {};
    const headers = { ...this.#opened(isForged && !secret ? `${token}x` : token), ...signature, 'content-type': 'application/json' };
    return this.#call(path, { method: 'POST', headers, body });
  }

  /** @throws TypeError when nobody answers */
  get(path: string): Promise<PortalAnswer> {
    return this.#call(path, { headers: this.#opened(this.#at.token) });
  }

  async #call(path: string, init: RequestInit): Promise<PortalAnswer> {
    const answer = await fetch(this.#at.url + path, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await answer.text();
    return { status: answer.status, body: objectOf(text) };
  }

  #opened = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}`, accept: 'application/json' });
}

/** The object a text tells; null for anything else. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
