import type { Person } from '#src/accounts/accounts.letters.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';

/** To the new address: following the link shows that the mailbox is the person's. Nothing opens by it without log-on. */
export const confirmEmail = (user: Person, path: string, hours: number): LetterContent => ({
  subject: 'Подтвердите новый адрес почты',
  blocks: [
    { p: `Здравствуйте, ${user.name}!` },
    { p: `Этот адрес указан для логина ${user.login} на портале подписок MONT. Он начнёт действовать, когда вы его подтвердите.` },
    { button: { label: 'Подтвердить адрес', url: path } },
    { note: `Ссылка действует ${hours} часа и открывается после входа. Если вы не меняли адрес, ничего не делайте.` },
  ],
});

/** To the old address. `by` is who changed it, null when the person did. */
export const emailChanged = (user: Person, email: string, by: string | null): LetterContent => ({
  subject: 'Адрес почты на портале MONT изменён',
  blocks: [
    { p: `Здравствуйте, ${user.name}!` },
    { p: `Письма для логина ${user.login} теперь приходят на ${email}.${by ? ` Адрес изменил(а) ${by}.` : ''}` },
    { p: 'Если вы об этом не знали, сразу сообщите в поддержку портала.' },
  ],
});

/** To the new address, when somebody else gave it to the person. */
export const emailGiven = (user: Person, by: string): LetterContent => ({
  subject: 'Ваш адрес почты на портале MONT',
  blocks: [
    { p: `Здравствуйте, ${user.name}!` },
    { p: `${by} указал(а) этот адрес для логина ${user.login}: письма портала приходят сюда, по нему можно войти.` },
    { button: { label: 'Открыть портал', url: '/Account/LogOn' } },
  ],
});
