import type { Person } from '#src/accounts/accounts.letters.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatMoment } from '#src/lib/days.ts';

/** To whoever just turned the second factor on. */
export const factorEnrolled = (user: Person, at: Date, address: string | null): LetterContent =>
  letter('Второй фактор на портале MONT включён', user, at, address, 'Теперь при входе портал спрашивает код из приложения на телефоне.');

/** To whoever lost it; `by` is the administrator who took it off, null when the person did. */
export const factorRemoved = (user: Person, at: Date, address: string | null, by: string | null): LetterContent =>
  letter(
    'Второй фактор на портале MONT снят',
    user,
    at,
    address,
    `${by ? `Второй фактор снял администратор ${by}.` : 'Второй фактор снят.'} Для входа теперь довольно пароля.`,
  );

/** To whoever got new recovery codes: the old ones stopped working. */
export const codesReplaced = (user: Person, at: Date, address: string | null): LetterContent =>
  letter('Выданы новые коды восстановления', user, at, address, 'Прежние коды восстановления больше не действуют.');

/** To whoever logged on with one of the recovery codes. */
export const recoveryCodeUsed = (user: Person, at: Date, address: string | null): LetterContent =>
  letter(
    'Вход на портал MONT по коду восстановления',
    user,
    at,
    address,
    'Вместо кода из приложения введён код восстановления, он больше не действует.',
  );

/** To the owner of a password that somebody typed rightly, and then a wrong code. */
export const codeRefused = (user: Person, at: Date, address: string | null): LetterContent =>
  letter(
    'Верный пароль и неверный код на портале MONT',
    user,
    at,
    address,
    'Кто-то ввёл ваш верный пароль, но не прошёл второй фактор. Если это были не вы, пароль знает кто-то ещё: смените его сейчас.',
  );

function letter(subject: string, user: Person, at: Date, address: string | null, what: string): LetterContent {
  const where = address ? [['С адреса', address] as const] : [];
  return {
    subject,
    blocks: [
      { p: `Здравствуйте, ${user.name}!` },
      { p: what },
      { facts: [['Логин', user.login], ['Когда', `${formatMoment(at)} (МСК)`], ...where] },
      { p: 'Если это сделали не вы, задайте новый пароль и сообщите администратору портала.' },
      { button: { label: 'Задать новый пароль', url: '/Account/Recovery' } },
    ],
  };
}
