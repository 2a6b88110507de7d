import type { Block, LetterContent } from '#src/letters/letters.types.ts';
import { formatMoment } from '#src/lib/days.ts';
import { RECOVERY_MINUTES } from './accounts.rules.ts';

/** The person a letter about access is for. */
export interface Person {
  readonly id: number;
  readonly login: string;
  readonly name: string;
}

/** How long the password works is told beside it, where it is made. */
const TOO_LATE: Block = { note: 'Если пароль устарел, нажмите на странице входа «Забыли пароль?».' };

/** To the head of a new partner: address of the portal, login, one-time password. */
export function startPasswordOwner(user: Person, partnerName: string): LetterContent {
  return startPassword(user, `Для компании ${partnerName} открыт личный кабинет на портале подписок MONT. Вы — его владелец.`);
}

/** To a person whom the partner's owner added in «Команда». */
export function startPasswordColleague(user: Person, partnerName: string): LetterContent {
  return startPassword(user, `Вам открыт доступ в личный кабинет компании ${partnerName} на портале подписок MONT.`);
}

/** To a person invited to a customer's page, by a colleague or by the partner. */
export function startPasswordInvited(user: Person, customerName: string, invitedBy: string): LetterContent {
  return startPassword(
    user,
    `Вас пригласили на портал подписок MONT (${invitedBy}). Там видны подписки компании ${customerName}: места, даты, история. Изменение или новый продукт можно попросить у партнёра.`,
  );
}

/** To a new employee of MONT. */
export function startPasswordStaff(user: Person): LetterContent {
  return startPassword(user, 'Вам открыт служебный доступ на портал подписок MONT.');
}

function startPassword(user: Person, what: string): LetterContent {
  return {
    subject: 'Доступ на портал подписок MONT',
    preheader: 'Адрес, логин и одноразовый пароль',
    blocks: [{ p: `Здравствуйте, ${user.name}!` }, { p: what }, { startPasswordFor: user.id }, TOO_LATE],
  };
}

/**
 * To the partner's e-mail, for forwarding to its customer (product rule §6): a text that is ready to be sent on,
 * then the customer's address of the portal, login and one-time password.
 */
export function startPasswordCustomer(user: Person, customerName: string, partnerName: string): LetterContent {
  return {
    subject: `Доступ для заказчика ${customerName}`,
    preheader: 'Перешлите это письмо заказчику',
    blocks: [
      { p: `Для вашего заказчика ${customerName} открыт доступ на портал подписок MONT. Перешлите ему текст ниже: он готов.` },
      {
        quote: [
          { p: `Здравствуйте, ${user.name}!` },
          {
            p: `Компания ${partnerName} оформляет для вас подписки на программное обеспечение. На портале вы видите свои подписки и их историю и можете попросить об изменении.`,
          },
          { startPasswordFor: user.id },
          TOO_LATE,
        ],
      },
    ],
  };
}

/**
 * To whoever forgot a password; the links are made when the letter is sent. One mailbox may have several users: each login
 * has a link of its own. `askedBy` says who asked when it was not the person: «компания ООО «Вектор»».
 */
export function passwordRecovery(users: readonly Person[], askedBy: string | null = null): LetterContent {
  const ask = askedBy ? [{ p: `Ссылку попросила выслать ${askedBy}. Ваш прежний пароль действует, пока вы не зададите новый.` }] : [];
  return {
    subject: 'Восстановление пароля на портале MONT',
    preheader: `Ссылка действует ${RECOVERY_MINUTES} минут`,
    blocks: [
      { p: greeting(users) },
      ...ask,
      ...users.flatMap((user): Block[] => [
        { p: `Чтобы задать новый пароль для логина ${user.login}, нажмите кнопку.` },
        { recoveryLinkFor: user.id },
      ]),
      {
        note: `Ссылка действует ${RECOVERY_MINUTES} минут и срабатывает один раз. Если вы не просили о ней, ничего не делайте: пароль остался прежним.`,
      },
    ],
  };
}

/** By name where the mailbox is one person's; whoever shares it is not named to the others. */
const greeting = (users: readonly Person[]): string => (users.length === 1 ? `Здравствуйте, ${users[0]?.name}!` : 'Здравствуйте!');

/** To the owner of an account that closed after failed tries. */
export function accountLocked(users: readonly Person[], until: Date, address: string | null): LetterContent {
  return {
    subject: 'Вход на портал MONT временно закрыт',
    blocks: [
      { p: greeting(users) },
      { p: 'На портале несколько раз подряд ввели неверный пароль к вашему логину, и вход под ним закрыт на время.' },
      {
        facts: [
          ['Логин', users.map(({ login }) => login).join(', ')],
          ['Вход откроется', `${formatMoment(until)} (МСК)`],
          ...addressFact(address),
        ],
      },
      {
        p: 'Если это были вы, подождите или задайте новый пароль по ссылке. Если не вы — пароль не подобран, но смените его, если он простой.',
      },
      { button: { label: 'Восстановить пароль', url: '/Account/Recovery' } },
    ],
  };
}

/** To a person whose password was just changed. */
export function passwordChanged(user: Person, at: Date, address: string | null): LetterContent {
  return {
    subject: 'Пароль на портале MONT изменён',
    blocks: [
      { p: `Здравствуйте, ${user.name}!` },
      { p: 'Пароль изменён, все остальные сеансы завершены.' },
      { facts: [['Логин', user.login], ['Когда', `${formatMoment(at)} (МСК)`], ...addressFact(address)] },
      { p: 'Если это сделали не вы, сразу задайте новый пароль и сообщите в поддержку.' },
      { button: { label: 'Восстановить пароль', url: '/Account/Recovery' } },
    ],
  };
}

const addressFact = (address: string | null) => (address ? [['С адреса', address] as const] : []);
