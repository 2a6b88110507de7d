import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';

/** What letters about a request of a storefront tell. */
export interface StoreRequestFacts {
  readonly id: number;
  readonly productName: string;
  readonly offerName: string;
  readonly seats: number;
  /** Kopecks a month at the retail price that was shown; null where the price is on request. */
  readonly sum: Kopecks | null;
}

/** Who asks, as typed. */
export interface Asker {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly company: string;
  readonly comment: string | null;
}

/** The storefront a letter to a visitor speaks for. */
export interface StoreOfLetter {
  readonly code: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
}

/** To the partner: somebody asks in the storefront. The comment is read on the portal: a letter should not carry a stranger's text. */
export function storeRequestArrived(of: StoreRequestFacts, { name, phone, email, company, comment }: Asker): LetterContent {
  return {
    subject: `Заявка № ${of.id} с витрины: ${of.productName}`,
    preheader: `${of.offerName}, количество: ${of.seats}`,
    blocks: [
      { p: 'На вашей витрине оставили заявку.' },
      {
        facts: [
          ...factsOf(of),
          ['Кто просит', name],
          ...(company === '' ? [] : [['Компания', company] as [string, string]]),
          ['Телефон', formatPhone(phone)],
          ['Почта', email],
        ],
      },
      ...(comment === null ? [] : [{ p: 'К заявке есть комментарий.' }]),
      { button: { label: 'Открыть заявку', url: `/requests/store/${of.id}` } },
      { note: 'Данные человека указал он сам, портал их не проверял.' },
    ],
  };
}

/** To the visitor: it has arrived. Nothing of what was typed: the mailbox may be anybody's. */
export function storeRequestReceived(of: StoreRequestFacts, store: StoreOfLetter): LetterContent {
  return {
    subject: `Заявка № ${of.id} получена: ${store.name}`,
    preheader: `${of.productName}, ${of.offerName}`,
    blocks: [
      { p: 'Здравствуйте!' },
      { p: `Ваша заявка получена, с вами свяжется ${store.name}.` },
      { facts: [...factsOf(of), ...contactsOf(store)] },
      { note: 'Если заявку оставили не вы, ничего не делайте: она ни к чему не обязывает.' },
    ],
  };
}

/** To the visitor: no, and why; the words are the partner's. */
export function storeRequestDeclined(of: StoreRequestFacts, store: StoreOfLetter, reason: string): LetterContent {
  return {
    subject: `Заявка № ${of.id} отклонена: ${store.name}`,
    blocks: [
      { p: 'Здравствуйте!' },
      { p: `${store.name} не сможет выполнить вашу заявку.` },
      { facts: [...factsOf(of), ['Ответ', reason], ...contactsOf(store)] },
      { button: { label: 'Открыть витрину', url: `/store/${store.code}` } },
    ],
  };
}

function factsOf({ id, productName, offerName, seats, sum }: StoreRequestFacts): [string, string][] {
  return [
    ['Заявка', `№ ${id}`],
    ['Продукт', `${productName}, ${offerName}`],
    ['Количество', String(seats)],
    ['Сумма в месяц', sum === null ? 'По запросу' : formatRub(sum)],
  ];
}

function contactsOf({ phone, email }: StoreOfLetter): [string, string][] {
  return [
    ...(phone === null ? [] : [['Телефон', formatPhone(phone)] as [string, string]]),
    ...(email === null ? [] : [['Почта', email] as [string, string]]),
  ];
}
