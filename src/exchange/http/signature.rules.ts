import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature is believed this long before and after the instant it names, seconds. */
const TOLERANCE_SECONDS = 300;

/** The headers of Standard Webhooks. */
export interface SignatureHeaders {
  readonly id: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `v1,BASE64`, several parted by spaces. */
  readonly signature: string | undefined;
}

/**
 * Signature of a body as Standard Webhooks 1.0 has it: HMAC-SHA256 over `id.timestamp.body`, base64, with `v1,` in front.
 * @param secret base64, with or without `whsec_` in front
 */
export function signatureOf(secret: string, id: string, timestamp: string, body: Uint8Array | string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

/** Was the body signed with one of the secrets, at about this moment? */
export function isSigned(secrets: readonly string[], headers: SignatureHeaders, body: Uint8Array, now: Date): boolean {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const sent = signature.split(' ').slice(0, 10);
  return secrets.some((secret) => sent.some((one) => isSame(one, signatureOf(secret, id, timestamp, body))));
}

/** Are two secrets the same? Takes as long whatever they have in common. */
export function isSame(a: string, b: string): boolean {
  const [x, y] = [createHmac('sha256', 'compare').update(a).digest(), createHmac('sha256', 'compare').update(b).digest()];
  return timingSafeEqual(x, y);
}
