import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { addDays, type Day, formatDayLong } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';

/** What letters about an order tell. */
export interface OrderFacts {
  readonly number: string;
  readonly subscriptionNumber: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly sku: string;
  readonly customerName: string;
  readonly partnerName?: string;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  /** This month's rest and a full month, kopecks with VAT. */
  readonly charge: Kopecks;
  readonly fullMonth: Kopecks;
  /** Days charged this month, `to` exclusive. */
  readonly from: Day;
  readonly to: Day;
}

/** Order carried out at once. */
export function orderConfirmation(order: OrderFacts): LetterContent {
  return {
    subject: `Подписка ${order.subscriptionNumber} оформлена: ${order.productName}`,
    preheader: `Заказ ${order.number} исполнен, ${order.customerName}`,
    blocks: [
      { p: `Заказ ${order.number} исполнен: подписка ${order.subscriptionNumber} работает с ${formatDayLong(order.from)}.` },
      { facts: facts(order) },
      { button: { label: 'Открыть подписку', url: `/subscriptions/${order.subscriptionNumber}` } },
      { note: 'Счёт и закрывающие документы за месяц появятся в разделе «Документы» в последний день месяца.' },
    ],
  };
}

const heldTexts: Record<HeldReason, { title: string; why: string; next: string }> = {
  credit_limit: {
    title: 'превышен кредитный лимит',
    why: 'Заказ принят, но ждёт: вместе с ним задолженность превысила бы кредитный лимит.',
    next: 'Он исполнится сам, когда лимита хватит: после оплаты или повышения лимита. До этого он ничего не стоит, его можно отменить.',
  },
  partner_blocked: {
    title: 'партнёр заблокирован',
    why: 'Заказ принят, но ждёт: новые заказы заблокированы.',
    next: 'Он исполнится сам, когда блокировка будет снята. До этого он ничего не стоит, его можно отменить.',
  },
};

/** Order recorded as held; `forManager` is the copy to the partner's MONT manager. */
export function orderHeld(order: OrderFacts, reason: HeldReason, forManager: boolean): LetterContent {
  const text = heldTexts[reason];
  const partner: [string, string][] = order.partnerName && forManager ? [['Партнёр', order.partnerName]] : [];
  return {
    subject: `Заказ ${order.number} ждёт: ${text.title}`,
    preheader: `${order.productName}, ${order.customerName}`,
    blocks: [
      { p: text.why },
      { facts: [...partner, ...facts(order)] },
      { p: text.next },
      forManager ? { note: 'Копия письма партнёру.' } : { button: { label: 'Открыть заказ', url: `/orders/${order.number}` } },
    ],
  };
}

/** A held order was carried out after waiting. */
export function orderReleased(order: OrderFacts): LetterContent {
  const confirmation = orderConfirmation(order);
  return { ...confirmation, subject: `Заказ ${order.number} исполнен: подписка ${order.subscriptionNumber} работает` };
}

/** A held order was cancelled by a person. */
export function orderCancelled(order: { number: string; by: string }): LetterContent {
  return {
    subject: `Заказ ${order.number} отменён`,
    blocks: [
      { p: `Заказ ${order.number} отменён (${order.by}). Он ничего не стоил.` },
      { button: { label: 'Все заказы', url: '/orders' } },
    ],
  };
}

function facts(order: OrderFacts): [string, string][] {
  return [
    ['Продукт', `${order.productName} (${order.vendorName}, ${order.sku})`],
    ['Заказчик', order.customerName],
    ['Количество', String(order.seats)],
    ['Цена за место в месяц', formatRub(order.unitPrice)],
    [`С ${formatDayLong(order.from)} по ${formatDayLong(addDays(order.to, -1))}`, formatRub(order.charge)],
    ['За полный месяц, с НДС', formatRub(order.fullMonth)],
  ];
}
