import { createHmac, randomBytes } from 'node:crypto';

/** One-time passwords by time (RFC 6238): SHA-1, 30 seconds, six digits, which every authenticator knows. */
const STEP_SECONDS = 30;
/** Steps a telephone's clock may be off, to either side. */
const WINDOW = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret: 160 bits. */
export const newSecret = (): Buffer => randomBytes(20);

/** The code of a secret at a time step. */
export function codeAt(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The time step of an instant of the machine's own clock: telephones know nothing of the portal's. */
export const stepOf = (instant: Date): number => Math.floor(instant.getTime() / 1000 / STEP_SECONDS);

/** The step whose code this is, near `now` and later than `after`; null when it is none: a code works once. */
export function acceptedStep(secret: Buffer, code: string, now: Date, after: number): number | null {
  const present = stepOf(now);
  for (let step = present - WINDOW; step <= present + WINDOW; step++) {
    if (step > after && codeAt(secret, step) === code) return step;
  }
  return null;
}

/** As authenticators take it typed in: groups of four signs. */
export function base32(secret: Buffer): string {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What the QR code says. */
export function otpauthUrl(secret: Buffer, login: string): string {
  const label = encodeURIComponent(`MONT:${login}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=MONT&algorithm=SHA1&digits=6&period=${STEP_SECONDS}`;
}
