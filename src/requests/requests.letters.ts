import type { LetterContent } from '#src/letters/letters.types.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import type { RequestKind } from './requests.types.ts';

/** What letters about a request tell; prices are not among it. */
export interface RequestFacts {
  readonly id: number;
  /** Of the subscription; null where a new product is asked for. */
  readonly number: string | null;
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
    preheader: [of.productName, of.number].filter(Boolean).join(', '),
    blocks: [
      { p: `${askedBy} (${of.customerName}) просит ${of.number === null ? 'оформить новую подписку' : 'изменить подписку'}.` },
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
      {
        p: `${by} (${of.customerName}) больше не просит ${of.number === null ? 'новую подписку' : 'изменить подписку'}. Отвечать не нужно.`,
      },
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
    of.number === null
      ? 'Партнёр принял ваш запрос и заказал подписку. Заказ ждёт решения дистрибьютора: придёт ещё одно письмо.'
      : 'Партнёр принял ваш запрос и заказал изменение. Оно ждёт решения дистрибьютора: придёт ещё одно письмо.',
  );
}

/** To the customer: the change is done, at once or after waiting. */
export function requestDone(of: RequestFacts): LetterContent {
  const done = of.number === null ? 'Партнёр оформил подписку: она в ваших подписках.' : 'Партнёр принял ваш запрос, изменение выполнено.';
  return aboutRequest(of, 'выполнен', done);
}

/** To the customer: accepted, but its order was cancelled or rejected. */
export function requestUndone(of: RequestFacts): LetterContent {
  const what = of.number === null ? 'подписка не оформлена' : 'изменение не состоялось';
  return aboutRequest(of, 'не выполнен', `Партнёр принял ваш запрос, но ${what}. Подробности — у партнёра.`);
}

function aboutRequest(of: RequestFacts, outcome: string, text: string): LetterContent {
  return {
    subject: `Запрос ${outcome}: ${of.productName}`,
    blocks: [{ p: text }, { facts: facts(of) }, { button: whereToLook(of) }],
  };
}

/** To the customer: not done, and why. */
export function requestDeclined(of: RequestFacts, answer: string): LetterContent {
  return {
    subject: `Запрос отклонён: ${of.productName}`,
    blocks: [
      { p: of.number === null ? 'Партнёр не стал оформлять подписку.' : 'Партнёр не стал менять подписку.' },
      { facts: [...facts(of), ['Ответ партнёра', answer]] },
      { button: whereToLook(of) },
    ],
  };
}

const whereToLook = ({ number }: RequestFacts): { label: string; url: string } =>
  number === null ? { label: 'Открыть запросы', url: '/my/requests' } : { label: 'Открыть подписку', url: `/my/subscriptions/${number}` };

function facts(of: RequestFacts): [string, string][] {
  const list: [string, string][] = [
    ...(of.number === null ? [] : [['Подписка', of.number] satisfies [string, string]]),
    ['Продукт', of.productName],
    ['Что сделать', wishWords(of)],
  ];
  return of.comment ? [...list, ['Комментарий', of.comment]] : list;
}
