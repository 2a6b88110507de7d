import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';

export interface ApplicationFacts {
  readonly id: number;
  readonly companyName: string;
  readonly inn: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** To the applicant: the анкета arrived, what comes next. Nothing of what was typed: the mailbox may be anybody's. */
export function applicationReceived(id: number): LetterContent {
  return {
    subject: 'Анкета партнёра MONT получена',
    preheader: 'Ответим в течение двух рабочих дней',
    blocks: [
      { p: 'Здравствуйте!' },
      {
        p: 'Мы получили анкету партнёра. Менеджер MONT проверит её, подготовит договор и ответит на этот адрес, обычно за два рабочих дня.',
      },
      { facts: [['Анкета', `№ ${id}`]] },
      { note: 'Если анкету отправили не вы, ничего не делайте: без договора доступ не откроется.' },
    ],
  };
}

/** To MONT's managers: somebody wants to become a partner. */
export function applicationToManagers(application: ApplicationFacts): LetterContent {
  return {
    subject: `Новая анкета: ${application.companyName}`,
    preheader: `ИНН ${application.inn}`,
    blocks: [
      { p: 'На портале новая анкета партнёра.' },
      {
        facts: [
          ['Компания', application.companyName],
          ['ИНН', application.inn],
          ['Контакт', `${application.lastName} ${application.firstName}`],
          ['Почта', application.email],
          ['Телефон', application.phone],
        ],
      },
      { button: { label: 'Рассмотреть', url: `/admin/applications/${application.id}` } },
    ],
  };
}

/** To the manager who is now responsible: the partner is there. */
export function applicationApproved(partner: {
  readonly id: number;
  readonly name: string;
  readonly login: string;
  readonly contract: string;
  readonly creditLimit: Kopecks;
  readonly approvedBy: string;
}): LetterContent {
  return {
    subject: `Новый партнёр: ${partner.name}`,
    preheader: `Логин ${partner.login}, договор ${partner.contract}`,
    blocks: [
      { p: `Анкета одобрена (${partner.approvedBy}), вы отвечаете за партнёра. Логин и одноразовый пароль ушли его руководителю.` },
      {
        facts: [
          ['Партнёр', partner.name],
          ['Логин руководителя', partner.login],
          ['Договор', partner.contract],
          ['Кредитный лимит', formatRub(partner.creditLimit)],
        ],
      },
      { button: { label: 'Открыть карточку партнёра', url: `/admin/partners/${partner.id}` } },
    ],
  };
}

/** To the applicant: no, and why. */
export function applicationRejected(application: ApplicationFacts, reason: string): LetterContent {
  return {
    subject: `Анкета ${application.companyName} отклонена`,
    blocks: [
      { p: `Здравствуйте, ${application.firstName}!` },
      { p: 'К сожалению, мы не можем принять анкету партнёра.' },
      { facts: [['Причина', reason]] },
      { p: 'Если причина устранима, исправьте её и отправьте анкету ещё раз.' },
      { button: { label: 'Заполнить анкету', url: '/application' } },
    ],
  };
}
