import type { LetterContent } from '#src/letters/letters.types.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
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

/** To the partner: the customer has taken its request back. */
export function requestWithdrawn(of: RequestFacts, by: string): LetterContent {
  return {
    subject: `${of.customerName}: запрос отозван`,
    blocks: [
      { p: `${by} (${of.customerName}) больше не просит изменить подписку. Отвечать не нужно.` },
      { facts: facts(of) },
      { button: { label: 'Открыть запрос', url: `/requests/${of.id}` } },
    ],
  };
}

/** To the customer: the partner agrees, and the change is not done yet. Why it waits is between the partner and MONT. */
export function requestAccepted(of: RequestFacts): LetterContent {
  return aboutRequest(
    of,
    'принят',
    'Партнёр принял ваш запрос и заказал изменение. Оно ждёт решения дистрибьютора: придёт ещё одно письмо.',
  );
}

/** To the customer: the change is done, at once or after waiting. */
export function requestDone(of: RequestFacts): LetterContent {
  return aboutRequest(of, 'выполнен', 'Партнёр принял ваш запрос, изменение выполнено.');
}

/** To the customer: accepted, but its order was cancelled or rejected. */
export function requestUndone(of: RequestFacts): LetterContent {
  return aboutRequest(of, 'не выполнен', 'Партнёр принял ваш запрос, но изменение не состоялось. Подробности — у партнёра.');
}

function aboutRequest(of: RequestFacts, outcome: string, text: string): LetterContent {
  return {
    subject: `Запрос ${outcome}: ${of.productName}`,
    blocks: [{ p: text }, { facts: facts(of) }, { button: { label: 'Открыть подписку', url: `/my/subscriptions/${of.number}` } }],
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
