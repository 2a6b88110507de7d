/**
 * Made-up requisites with right check digits for the demo world and the tests.
 * The same seed always gives the same code, another seed another one.
 */
import { accountKey, innKey, ogrnKey } from './requisites.ts';

/** ИНН of a company of the given region; seeds 0…9 999 999 differ. */
export function makeInn10(seed: number, region = '77'): string {
  const digits = region + digitsOf(seed, 7);
  return digits + innKey(digits);
}

/** ИНН of a person of the given region. */
export function makeInn12(seed: number, region = '77'): string {
  const digits = region + digitsOf(seed, 8);
  return digits + innKey(digits);
}

/** КПП that goes with a company's ИНН. */
export function makeKpp(inn: string): string {
  return `${inn.slice(0, 4)}01001`;
}

/** ОГРН of a company of the given region. */
export function makeOgrn(seed: number, region = '77'): string {
  const digits = `102${region}${digitsOf(seed, 7)}`;
  return digits + ogrnKey(digits);
}

/** Расчётный счёт in rubles at the bank with this БИК. */
export function makeAccount(seed: number, bik: string): string {
  const tail = digitsOf(seed, 11);
  for (let key = 0; key < 10; key += 1) {
    const account = `40702810${key}${tail}`;
    if (accountKey(bik.slice(-3) + account) === 0) return account;
  }
  throw new RangeError(`no account key fits БИК ${bik}`);
}

function digitsOf(seed: number, length: number): string {
  return String(seed).padStart(length, '0').slice(-length);
}
