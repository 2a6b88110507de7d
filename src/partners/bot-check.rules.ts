import { createHmac, timingSafeEqual } from 'node:crypto';

/** A person needs at least this long to fill the form in, milliseconds. */
const SOONEST = 3_000;
/** A form left open for longer is shown anew. */
const LATEST = 24 * 3_600_000;

/** The instant a form was shown, signed: a robot can't claim to have taken its time. `id` makes the form usable once. */
export function makeStamp(secret: string, id: string, shownAt: Date): string {
  const body = `${id}.${shownAt.getTime()}`;
  return `${body}.${sign(secret, body)}`;
}

export type StampFault = 'forged' | 'too-soon' | 'too-old';

/** Reads a stamp back. @returns the form's id, or what is wrong with it */
export function readStamp(secret: string, stamp: string, now: Date): { readonly id: string } | { readonly fault: StampFault } {
  const [id = '', time = '', mark = ''] = stamp.split('.');
  if (!/^[0-9a-f-]{36}$/.test(id) || !/^\d{1,15}$/.test(time) || !equal(mark, sign(secret, `${id}.${time}`))) return { fault: 'forged' };
  const age = now.getTime() - Number(time);
  if (age < SOONEST) return { fault: 'too-soon' };
  return age > LATEST ? { fault: 'too-old' } : { id };
}

const sign = (secret: string, body: string): string => createHmac('sha256', secret).update(`application|${body}`).digest('base64url');

function equal(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
