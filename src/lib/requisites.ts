/**
 * Codes of Russian organisations and banks. Every `checkX` takes the bare code
 * (see `bareCode`) and gives the sentence to show at the field, or null when the code is right.
 */

/** A typed code without spaces and no-break spaces, letters in upper case. */
export function bareCode(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

/** ИНН: 10 digits of a company or 12 of a person, with check digits. */
export function checkInn(text: string): string | null {
  if (!/^(\d{10}|\d{12})$/.test(text)) return 'ИНН состоит из 10 или 12 цифр';
  if (text.startsWith('00')) return 'ИНН не начинается с 00';
  const right = text.slice(0, text.length === 10 ? 9 : 10);
  return innKey(right) === text.slice(right.length) ? null : 'Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки';
}

/** Does this ИНН belong to a company (which has a КПП), not to an entrepreneur? */
export function isCompanyInn(inn: string): boolean {
  return inn.length === 10;
}

/** КПП: tax office (4 digits), reason (2 digits or capital letters), number (3 digits). */
export function checkKpp(text: string): string | null {
  if (text.length !== 9) return 'КПП состоит из 9 знаков';
  return /^(?!00)\d{4}[0-9A-Z]{2}\d{3}$/.test(text) ? null : 'Такого КПП не бывает: проверьте, нет ли опечатки';
}

/** ОГРН of a company: 13 digits with a check digit. */
export function checkOgrn(text: string): string | null {
  if (!/^\d{13}$/.test(text)) return 'ОГРН состоит из 13 цифр';
  return ogrnKey(text.slice(0, 12)) === text.slice(12) ? null : 'Контрольная цифра ОГРН не сходится: проверьте, нет ли опечатки';
}

/** ОГРНИП of an entrepreneur: 15 digits beginning with 3, with a check digit. */
export function checkOgrnip(text: string): string | null {
  if (!/^\d{15}$/.test(text)) return 'ОГРНИП состоит из 15 цифр';
  if (!text.startsWith('3')) return 'ОГРНИП начинается с 3';
  return String((BigInt(text.slice(0, 14)) % 13n) % 10n) === text.slice(14)
    ? null
    : 'Контрольная цифра ОГРНИП не сходится: проверьте, нет ли опечатки';
}

/** БИК of a Russian bank: 9 digits beginning with 0, 1 or 2. */
export function checkBik(text: string): string | null {
  if (!/^\d{9}$/.test(text)) return 'БИК состоит из 9 цифр';
  return /^[012]/.test(text) ? null : 'БИК начинается с 0, 1 или 2';
}

/**
 * Расчётный счёт: 20 digits whose key agrees with the bank's БИК.
 * Treasury accounts (`03…`) have another key and are let through.
 */
export function checkAccount(text: string, bik: string): string | null {
  if (!/^\d{5}[\dABCEHKMPTX]\d{14}$/.test(text)) return 'Расчётный счёт состоит из 20 цифр';
  if (text.startsWith('03')) return null;
  return accountKey(bik.slice(-3) + text) === 0 ? null : 'Расчётный счёт не подходит к БИК: проверьте оба номера';
}

/** Корреспондентский счёт: 20 digits beginning with 301 whose key agrees with the bank's БИК. */
export function checkCorrespondentAccount(text: string, bik: string): string | null {
  if (!/^\d{20}$/.test(text)) return 'Корреспондентский счёт состоит из 20 цифр';
  if (!text.startsWith('301')) return 'Корреспондентский счёт начинается с 301';
  return accountKey(`0${bik.slice(4, 6)}${text}`) === 0 ? null : 'Корреспондентский счёт не подходит к БИК: проверьте оба номера';
}

/** MPN ID of a Microsoft partner: 4 to 10 digits. */
export function checkMpnId(text: string): string | null {
  return /^\d{4,10}$/.test(text) ? null : 'MPN ID состоит из 4–10 цифр';
}

/** The check digits that follow the first 9 (company) or 10 (person) digits of an ИНН. */
export function innKey(digits: string): string {
  if (digits.length === 9) return weigh(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
  const eleventh = weigh(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return eleventh + weigh(digits + eleventh, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** The check digit that follows the first 12 digits of an ОГРН. */
export function ogrnKey(digits: string): string {
  return String((BigInt(digits) % 11n) % 10n);
}

/** The remainder of a 23-digit account key; 0 when the account is right. Weights 7, 1, 3. */
export function accountKey(digits: string): number {
  let total = 0;
  [...digits].forEach((digit, at) => {
    const letter = 'ABCEHKMPTX'.indexOf(digit);
    total += ((letter >= 0 ? letter : Number(digit)) * ([7, 1, 3][at % 3] ?? 0)) % 10;
  });
  return total % 10;
}

function weigh(digits: string, weights: readonly number[]): string {
  const total = weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
  return String((total % 11) % 10);
}
