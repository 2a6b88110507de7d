import type { LetterContent } from '#src/letters/letters.types.ts';
import { count } from '#src/lib/russian.ts';
import type { RequestKind } from './requests.types.ts';

/** What letters about a request tell; prices are not among it. */
export interface RequestFacts {
  readonly id: number;
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly kind: RequestKind;
  readonly seats: number | null;
  readonly seatsBefore: number;
  readonly comment: string | null;
}

/** What is asked for: «10 → 13 мест» or «остановить». */
export function wishWords({ kind, seats, seatsBefore }: Pick<RequestFacts, 'kind' | 'seats' | 'seatsBefore'>): string {
  return kind === 'stop' ? 'остановить подписку' : `${seatsBefore} → ${count(seats ?? 0, 'место', 'места', 'мест')}`;
}

/** To the partner: a customer asks. */
export function customerAsks(of: RequestFacts, askedBy: string): LetterContent {
  return {
    subject: `${of.customerName} просит: ${wishWords(of)}`,
    preheader: `${of.productName}, ${of.number}`,
    blocks: [
      { p: `${askedBy} (${of.customerName}) просит изменить подписку.` },
      { facts: facts(of) },
      { button: { label: 'Открыть запрос', url: `/requests/${of.id}` } },
    ],
  };
}

/** To the customer: done, or ordered and waiting on the partner's side. */
export function requestAccepted(of: RequestFacts, isWaiting: boolean): LetterContent {
  return {
    subject: `Запрос выполнен: ${of.productName}`,
    blocks: [
      {
        p: isWaiting
          ? 'Партнёр принял ваш запрос. Изменение заказано и скоро будет выполнено.'
          : 'Партнёр принял ваш запрос, изменение выполнено.',
      },
      { facts: facts(of) },
      { button: { label: 'Открыть подписку', url: `/my/subscriptions/${of.number}` } },
    ],
  };
}

/** To the customer: not done, and why. */
export function requestDeclined(of: RequestFacts, answer: string): LetterContent {
  return {
    subject: `Запрос отклонён: ${of.productName}`,
    blocks: [
      { p: 'Партнёр не стал менять подписку.' },
      { facts: [...facts(of), ['Ответ партнёра', answer]] },
      { button: { label: 'Открыть подписку', url: `/my/subscriptions/${of.number}` } },
    ],
  };
}

function facts(of: RequestFacts): [string, string][] {
  const list: [string, string][] = [
    ['Подписка', of.number],
    ['Продукт', of.productName],
    ['Что сделать', wishWords(of)],
  ];
  return of.comment ? [...list, ['Комментарий', of.comment]] : list;
}
