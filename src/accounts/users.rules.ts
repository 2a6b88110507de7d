import { transliterate } from '#src/lib/russian.ts';

/** Lower-case Latin letters, digits, dot, dash, underscore; no @, so a login is never taken for an e-mail. */
export const LOGIN_PATTERN = /^[a-z0-9][a-z0-9._-]{1,39}$/;

/**
 * The login to try first: the wish, else what stands before @ in the e-mail, else the name in Latin letters.
 * «ООО Вектор» gives `ooo-vektor`; what gives nothing usable becomes `user`.
 */
export function loginBase(from: { login?: string | undefined; email: string; name: string }): string {
  const wishes = [from.login ?? '', from.email.split('@')[0] ?? '', from.name];
  return wishes.map(cleanLogin).find((text) => LOGIN_PATTERN.test(text)) ?? 'user';
}

/** The login as the n-th try: itself, then with a number: `anna`, `anna2`, `anna3`. */
export const numberedLogin = (base: string, n: number): string => (n === 1 ? base : `${base}${n}`);

function cleanLogin(text: string): string {
  return transliterate(text)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 32);
}
