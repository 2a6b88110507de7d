import { createHash } from 'node:crypto';
import { count } from '#src/lib/russian.ts';
import type { ConsentDocument, ConsentText, Operator } from './consents.types.ts';

/** Who stands in the words of a document, and how long data are kept after the end of the matter, in months. */
export interface ConsentParties {
  readonly operator: Operator;
  /** The partner that is the operator; null is MONT. */
  readonly partnerId: number | null;
  /** Who keeps the data on the operator's behalf; null where it does so itself. */
  readonly keeper: Operator | null;
  readonly months: number;
}

interface Wording {
  /** Raised whenever a word of `text` changes. */
  readonly version: number;
  readonly title: string;
  readonly text: (parties: ConsentParties) => string;
}

/**
 * The documents of consent (152-ФЗ, ст. 9 ч. 4; a document of its own since 2025-09-01): who the operator is, what for, which data, what is
 * done with them, for how long and how it is taken back.
 */
const WORDINGS: Record<ConsentDocument, Wording> = {
  'personal-data': {
    version: 2,
    title: 'Согласие на обработку персональных данных',
    text: (parties) => `Я даю согласие на обработку моих персональных данных оператору: ${requisites(parties.operator)}.

Данные: фамилия, имя, адрес электронной почты, номер телефона, сведения о компании, от имени которой я обращаюсь, а также адрес в сети, с которого отправлена анкета, и время отправки.

Цель обработки: рассмотреть анкету партнёра, подготовить договор, открыть доступ на портал подписок и вести переписку об этом.

${acts(parties)}

${term(parties, 'решения по анкете')}`,
  },
  'storefront-request': {
    version: 1,
    title: 'Согласие на обработку персональных данных',
    text: (parties) => `Я даю согласие на обработку моих персональных данных оператору: ${requisites(parties.operator)}.

Данные: имя, адрес электронной почты, номер телефона, сведения о компании, от имени которой я обращаюсь, текст заявки, а также адрес в сети, с которого она отправлена, и время отправки.

Цель обработки: ответить на заявку, подготовить предложение и оформить заказ на программы и сервисы.

${acts(parties)}

${term(parties, 'закрытия заявки')}`,
  },
};

/** The words of a document for these parties. */
export function consentText(document: ConsentDocument, parties: ConsentParties): ConsentText {
  const { version, title, text } = WORDINGS[document];
  const words = text(parties);
  const hash = createHash('sha256').update(words).digest('hex');
  return { document, version, title, text: words, hash, months: parties.months, partnerId: parties.partnerId };
}

const titles: Record<string, string> = Object.fromEntries(Object.entries(WORDINGS).map(([document, { title }]) => [document, title]));

/** What a document that was kept is called. */
export const consentTitle = (document: string): string => titles[document] ?? 'Согласие';

/** Why nobody can be asked for consent in the name of this operator; null when one can. For what opens a public form. */
export function operatorFault({ inn, address }: Operator): string | null {
  if (!inn) return 'Не указан ИНН: без него нельзя спросить согласие на обработку персональных данных.';
  return address ? null : 'Не указан адрес: без него нельзя спросить согласие на обработку персональных данных.';
}

function requisites({ name, inn, address }: Operator): string {
  return [name, inn && `ИНН ${inn}`, address && `адрес: ${address}`].filter(Boolean).join(', ');
}

function acts({ keeper }: ConsentParties): string {
  const done =
    'Оператор собирает, записывает, систематизирует, хранит, уточняет, использует и удаляет данные с помощью средств автоматизации и без них.';
  const kept = keeper ? ` По его поручению данные хранит и показывает на портале подписок ${requisites(keeper)}.` : '';
  return `${done}${kept} Другим лицам они не передаются, кроме случаев, предусмотренных законом.`;
}

function term({ operator, months }: ConsentParties, end: string): string {
  const where = operator.email ? `письмом на адрес ${operator.email}` : 'письмом по адресу оператора';
  return `Согласие действует до отзыва, но не дольше чем ${count(months, 'месяц', 'месяца', 'месяцев')} после ${end}: затем данные удаляются. Отозвать его можно ${where}; после отзыва данные удаляются, если их хранения не требует закон.`;
}
