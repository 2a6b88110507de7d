import type { PasswordOwner } from '#src/accounts/accounts.types.ts';
import { normalise, transliterate } from '#src/lib/russian.ts';

const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** Faults that need no dictionary: length, and passwords that are the person's own login, e-mail or name. */
export function formFault(plain: string, owner: PasswordOwner): string | null {
  const length = [...plain].length;
  if (length < PASSWORD_MIN) return `Пароль короче ${PASSWORD_MIN} знаков`;
  if (length > PASSWORD_MAX) return `Пароль длиннее ${PASSWORD_MAX} знаков`;
  const bare = withoutEnds(plain);
  if (ownWords(owner).some((word) => withoutEnds(word) === bare)) return 'Пароль не должен повторять логин, почту или имя';
  return null;
}

/** The person's own words in the forms people make passwords of: whole, in parts, in Latin letters. */
export function ownWords({ login, email, name }: PasswordOwner): string[] {
  const mailbox = email.split('@')[0] ?? '';
  const whole = [login, email, mailbox, name, name.replace(/\s+/g, '')];
  const parts = [login, email, name].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length > 2);
  const words = [...whole, ...parts].map(normalise).filter(Boolean);
  return [...new Set([...words, ...words.map(transliterate)])];
}

/** «Vector-2026!» is `vector` in disguise. */
const withoutEnds = (text: string) => normalise(text).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '') || normalise(text);
