import { transliterate } from './russian.ts';

/** What a vendor that makes domains of prefixes puts after them. */
export const vendorZone = '.onmicrosoft.com';
const longest = 27;

/** The prefix as it is stored: without spaces around and a typed `.onmicrosoft.com`, in lower case. */
export function cleanDomainPrefix(text: string): string {
  const typed = text.trim().toLowerCase();
  return typed.endsWith(vendorZone) ? typed.slice(0, -vendorZone.length) : typed;
}

/**
 * Checks a cleaned prefix: 1–27 Latin letters and digits (product rule §6).
 * Gives the sentence to show at the field with a prefix that would do, or null when it is right.
 */
export function checkDomainPrefix(prefix: string): string | null {
  if (prefix === '') return 'Укажите префикс домена: латинские буквы и цифры';
  const fixed = transliterate(prefix).replace(/[^a-z0-9]/gi, '');
  if (fixed.length > longest) return `Не больше ${longest} знаков, сейчас ${fixed.length}: сократите префикс`;
  if (fixed === prefix) return null;
  return fixed ? `${advice(prefix)}: ${prefix} → ${fixed}` : 'Только латинские буквы и цифры';
}

/** `polartech` as the full domain of the vendor, `polartech.onmicrosoft.com`. */
export function vendorDomain(prefix: string): string {
  return prefix + vendorZone;
}

function advice(prefix: string): string {
  if (/[а-яё]/i.test(prefix)) return 'Замените русские буквы латинскими';
  if (/^[a-z0-9\-–—]+$/i.test(prefix)) return 'Уберите тире';
  if (/^[a-z0-9.]+$/i.test(prefix)) return 'Уберите точки';
  if (/^[a-z0-9_]+$/i.test(prefix)) return 'Уберите подчёркивания';
  if (/^[a-z0-9\s]+$/i.test(prefix)) return 'Уберите пробелы';
  return 'Оставьте только латинские буквы и цифры';
}
