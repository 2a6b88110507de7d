import { NotFound } from '#src/platform/errors.ts';

/** The subscription's number in the address. @throws NotFound for what can't be one. */
export function numberIn({ number }: Readonly<Record<string, unknown>>): string {
  if (typeof number !== 'string' || !/^S-\d{1,12}$/.test(number)) throw new NotFound();
  return number;
}
