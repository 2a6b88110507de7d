import type { Keys } from '#src/platform/keys.ts';

/** Forms that strangers send. */
type StrangersForm = 'application' | 'store request';

/** A person needs at least this long to fill the form in, milliseconds. */
const SOONEST = 3_000;
/** A form left open for longer is shown anew. */
const LATEST = 24 * 3_600_000;

/** The instant a form was shown, signed: a robot can't claim to have taken its time. `id` makes the form usable once. */
export function makeStamp(keys: Keys, form: StrangersForm, id: string, shownAt: Date): string {
  const body = `${id}.${shownAt.getTime()}`;
  return `${body}.${keys.sign(form, body)}`;
}

export type StampFault = 'forged' | 'too-soon' | 'too-old';

/** Reads a stamp back. @returns the form's id, or what is wrong with it */
export function readStamp(
  keys: Keys,
  form: StrangersForm,
  stamp: string,
  now: Date,
): { readonly id: string } | { readonly fault: StampFault } {
  const [id = '', time = '', mark = ''] = stamp.split('.');
  const isOurs = keys.isSigned(form, `${id}.${time}`, mark);
  if (!/^[0-9a-f-]{36}$/.test(id) || !/^\d{1,15}$/.test(time) || !isOurs) return { fault: 'forged' };
  const age = now.getTime() - Number(time);
  if (age < SOONEST) return { fault: 'too-soon' };
  return age > LATEST ? { fault: 'too-old' } : { id };
}
