import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong, formatMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { OrderKind } from './orders.types.ts';

/** What letters about an order tell. */
export interface OrderFacts {
  readonly kind: OrderKind;
  readonly number: string;
  readonly subscriptionNumber: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly sku: string;
  readonly customerName: string;
  readonly seatsBefore: number;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  /** null without VAT. */
  readonly vatRate: number | null;
  /** What it adds to this month, and a full month, kopecks with VAT. */
  readonly charge: Kopecks;
  readonly fullMonth: Kopecks;
  /** The first day it works. */
  readonly from: Day;
}

const doneTexts: Record<OrderKind, { template: LetterTemplate; outcome: (order: OrderFacts) => string; text: string }> = {
  new: { template: 'order-confirmation', outcome: () => ' оформлена', text: 'Подписка оформлена.' },
  increase: {
    template: 'seats-changed',
    outcome: ({ seatsBefore, seats }) => `: ${seatsBefore} → ${count(seats, 'место', 'места', 'мест')}`,
    text: 'Количество пользователей увеличено.',
  },
  restart: { template: 'subscription-started', outcome: () => ' запущена', text: 'Подписка запущена.' },
  renewal: { template: 'subscription-resumed', outcome: () => ' возобновлена', text: 'Продление выполнено, подписка возобновлена.' },
};

/** An order was carried out: at once, or after it had waited. */
export function orderDone(order: OrderFacts, how: 'done' | 'released'): { template: LetterTemplate; content: LetterContent } {
  const text = doneTexts[order.kind];
  const waited = how === 'released' ? [{ p: `Заказ ${order.number} больше не ждёт: он выполнен.` }] : [];
  return {
    template: how === 'released' && order.kind === 'new' ? 'order-released' : text.template,
    content: {
      subject: `Подписка ${order.subscriptionNumber}${text.outcome(order)}, ${order.productName}`,
      preheader: `Заказ ${order.number}, ${order.customerName}`,
      blocks: [
        ...waited,
        { p: text.text },
        { facts: facts(order) },
        { button: { label: 'Открыть подписку', url: `/subscriptions/${order.subscriptionNumber}` } },
        { note: 'Счёт и закрывающие документы за месяц появятся в разделе «Документы» в последний день месяца.' },
      ],
    },
  };
}

const heldTexts: Record<HeldReason, { title: string; why: string; next: string }> = {
  credit_limit: {
    title: 'превышен кредитный лимит',
    why: 'Заказ принят, но ждёт: вместе с ним задолженность превысила бы кредитный лимит.',
    next: 'Он выполнится сам, когда лимита хватит: после оплаты или повышения лимита. До этого он ничего не стоит, его можно отменить.',
  },
  partner_blocked: {
    title: 'партнёр заблокирован',
    why: 'Заказ принят, но ждёт: новые заказы и продления заблокированы.',
    next: 'Он выполнится сам, когда блокировка будет снята. До этого он ничего не стоит, его можно отменить.',
  },
  renewal_first: {
    title: 'сначала продление подписки',
    why: 'Заказ принят, но ждёт: подписка приостановлена, и её продление ждёт тоже.',
    next: 'Он выполнится сам после продления подписки. До этого он ничего не стоит, его можно отменить.',
  },
};

/** An order was recorded as held; `forManager` is the copy to the partner's MONT manager. */
export function orderHeld(order: OrderFacts, reason: HeldReason, forManager: boolean): LetterContent {
  const text = heldTexts[reason];
  return {
    subject: `Заказ ${order.number} ждёт: ${text.title}`,
    preheader: `${order.productName}, ${order.customerName}`,
    blocks: [
      { p: text.why },
      { facts: facts(order) },
      { p: text.next },
      forManager ? { note: 'Это копия письма партнёру.' } : { button: { label: 'Открыть заказ', url: `/orders/${order.number}` } },
    ],
  };
}

/** A held order was cancelled by a person, or with the stop of its subscription. */
export function orderCancelled({ number, by, isStopped }: { number: string; by: string; isStopped: boolean }): LetterContent {
  const why = isStopped ? ': подписка, которой он ждал, остановлена' : ` (${by})`;
  return {
    subject: `Заказ ${number} отменён`,
    blocks: [{ p: `Заказ ${number} отменён${why}. Он ничего не стоил.` }, { button: { label: 'Все заказы', url: '/orders' } }],
  };
}

/** A held order was refused by MONT. */
export function orderRejected(order: { number: string; reason: string; manager: { name: string; address: string } | null }): LetterContent {
  const { number, reason, manager } = order;
  return {
    subject: `Заказ ${number} отклонён`,
    preheader: reason,
    blocks: [
      { p: `Заказ ${number} отклонён и не будет выполнен. Он ничего не стоил.` },
      { facts: [['Причина', reason], ...(manager ? [['Ваш менеджер', `${manager.name}, ${manager.address}`] as const] : [])] },
      { button: { label: 'Открыть заказ', url: `/orders/${number}` } },
    ],
  };
}

function facts(order: OrderFacts): [string, string][] {
  const seats = order.kind === 'increase' ? `${order.seatsBefore} → ${order.seats}` : String(order.seats);
  return [
    ['Заказ', order.number],
    ['Подписка', order.subscriptionNumber],
    ['Продукт', `${order.productName} (${order.vendorName}, ${order.sku})`],
    ['Заказчик', order.customerName],
    ['Количество', seats],
    ['Цена за место в месяц', formatRub(order.unitPrice)],
    [`За ${formatMonth(order.from)}, с ${formatDayLong(order.from)}`, formatRub(order.charge)],
    [`За полный месяц, ${order.vatRate === null ? 'без НДС' : 'с НДС'}`, formatRub(order.fullMonth)],
  ];
}
