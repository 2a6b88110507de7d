import type { Account } from '#src/accounts/accounts.types.ts';
import { formatDayLong, formatDayShort, formatMoment, formatMonth, formatTime, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { vatLong } from '#src/lib/vat.ts';
import type { BadgeProps, ButtonProps, Crumb, Fact, TimelineEntry } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import type { OrderFacts } from './orders.queries.ts';
import { canDecide } from './orders.rules.ts';
import { heldTexts, kindWords, orderBadge, seatsText } from './orders.words.ts';

export interface OrderPage extends Page {
  number: string;
  crumbs: Crumb[];
  sub: string;
  badge: BadgeProps;
  actions: ButtonProps[];
  /** Why it waits and what to do. */
  held: HeldNotice | null;
  facts: Fact[];
  money: Fact[];
  record: Fact[];
  timeline: TimelineEntry[];
  cancellation: Cancellation | null;
}

/** Why an order waits, what ends it, and who can help. */
export interface HeldNotice {
  title: string;
  why: string;
  steps: string[];
}

/** What the person is asked before a held order is cancelled. */
export interface Cancellation {
  action: string;
  title: string;
  text: string;
}

export type Helper = { readonly name: string; readonly phone: string } | null;

/** One order: facts, terms it was placed under, what happened to it. `canCancel`: the person may decide about it. */
export function orderPage(order: OrderFacts, manager: Helper, canCancel: boolean): OrderPage {
  const isOpen = canDecide(order.status) && canCancel;
  return {
    title: `Заказ ${order.number}`,
    section: 'orders',
    number: order.number,
    crumbs: [{ label: 'Заказы', href: '/orders' }, { label: order.number }],
    sub: `${kindWords[order.kind]} · ${order.productName}`,
    badge: orderBadge(order),
    actions: [
      { label: 'Открыть подписку', icon: 'stack-2', href: `/subscriptions/${order.subscriptionNumber}` },
      ...(isOpen ? [cancelButton(order.number)] : []),
    ],
    held: heldNotice(order, manager),
    facts: factsOf(order),
    money: moneyOf(order),
    record: recordOf(order),
    timeline: timelineOf(order),
    cancellation: isOpen ? cancellationOf(order) : null,
  };
}

export const cancelButton = (number: string): ButtonProps => ({
  label: 'Отменить заказ',
  icon: 'ban',
  kind: 'danger',
  href: `/orders/${number}/cancellation`,
  dialog: 'cancellation',
});

export function cancellationOf({ number, kind, productName, customerName, subscriptionNumber }: OrderFacts): Cancellation {
  const fates = {
    new: 'тоже будет отменена',
    renewal: 'будет остановлена',
    increase: 'останется, как есть',
    restart: 'останется, как есть',
  };
  const fate = `Подписка ${subscriptionNumber} ${fates[kind]}.`;
  return {
    action: `/orders/${number}/cancellation`,
    title: `Отменить заказ ${number}?`,
    text: `${kindWords[kind]}: ${productName}, ${customerName}. Заказ ещё не выполнен и ничего не стоит. ${fate}`,
  };
}

export interface CancellationPage extends Page {
  crumbs: Crumb[];
  cancellation: Cancellation;
  back: string;
}

/** The same question as a page of its own, for browsers without script. */
export function cancellationPage(order: OrderFacts): CancellationPage {
  const cancellation = cancellationOf(order);
  const back = `/orders/${order.number}`;
  return {
    title: cancellation.title,
    section: 'orders',
    crumbs: [{ label: 'Заказы', href: '/orders' }, { label: order.number, href: back }, { label: 'Отмена' }],
    cancellation,
    back,
  };
}

export function heldNotice({ status, heldReason }: OrderFacts, manager: Helper): HeldNotice | null {
  if (status !== 'held' || !heldReason) return null;
  const { title, why, next } = heldTexts[heldReason];
  return {
    title: `Заказ ждёт: ${title}`,
    why,
    steps: [
      next,
      ...(manager ? [`Если нужно быстрее, позвоните вашему менеджеру MONT: ${manager.name}, ${formatPhone(manager.phone)}`] : []),
      'До выполнения заказ ничего не стоит, и его можно отменить.',
    ],
  };
}

function factsOf(order: OrderFacts): Fact[] {
  return [
    { label: 'Продукт', value: `${order.productName}, ${order.vendorName}` },
    { label: 'Артикул', value: order.sku, isMono: true },
    { label: 'Заказчик', value: order.customerName, href: `/customers/${order.customerId}` },
    { label: 'Подписка', value: order.subscriptionNumber, href: `/subscriptions/${order.subscriptionNumber}` },
    { label: 'Количество', value: seatsText(order) },
    { label: 'Договор', value: order.contractNumber },
    ...(order.stopOn ? [{ label: 'Последний день подписки', value: formatDayLong(order.stopOn) }] : []),
    ...(order.period ? [{ label: 'Продление на', value: formatMonth(order.period) }] : []),
  ];
}

function moneyOf(order: OrderFacts): Fact[] {
  return [
    { label: 'Цена за место в месяц', value: formatRub(order.unitPrice) },
    { label: 'НДС в цене', value: vatLong(order.vatRate) },
    { label: order.status === 'done' ? 'Начислено за месяц заказа' : 'За месяц заказа, по расчёту', value: formatRub(order.charge) },
    { label: 'За полный месяц', value: formatRub(fullMonthCharge(order)) },
  ];
}

function recordOf(order: OrderFacts): Fact[] {
  const terms = order.termsVersion;
  return [
    { label: 'Оформил', value: order.placedByName },
    { label: 'Когда', value: formatMoment(order.placedAt) },
    ...(order.address ? [{ label: 'Адрес в сети', value: order.address, isMono: true }] : []),
    ...(terms ? [{ label: 'Принятые условия', value: `Версия ${terms}`, href: `/orders/terms?version=${encodeURIComponent(terms)}` }] : []),
    ...(order.comment ? [{ label: 'Комментарий', value: order.comment }] : []),
  ];
}

type Entry = Pick<TimelineEntry, 'tone' | 'icon' | 'what' | 'who'>;

/** What an order went through. */
export type OrderCourse = Readonly<
  Pick<
    OrderFacts,
    'kind' | 'placedAt' | 'placedByName' | 'heldAt' | 'doneAt' | 'cancelledAt' | 'rejectedAt' | 'decidedByName' | 'isOverride'
  >
>;

/** What happened, the newest first. */
export function timelineOf(order: OrderCourse): TimelineEntry[] {
  const by = order.decidedByName ?? 'Система';
  const hasWaited = order.heldAt !== null;
  const done = order.isOverride ? 'Выполнен решением MONT' : hasWaited ? 'Выполнен после ожидания' : 'Выполнен';
  const entries: [Date | null, Entry][] = [
    [order.rejectedAt, { tone: 'bad', icon: 'x', what: 'Отклонён', who: by }],
    [order.cancelledAt, { tone: 'mute', icon: 'ban', what: 'Отменён', who: by }],
    [order.doneAt, { tone: 'ok', icon: 'circle-check', what: done, who: hasWaited ? by : 'Система' }],
    [order.heldAt, { tone: 'warn', icon: 'clock', what: 'Поставлен в ожидание', who: 'Система' }],
    [order.placedAt, { tone: 'info', icon: 'plus', what: `Оформлен: ${kindWords[order.kind].toLowerCase()}`, who: order.placedByName }],
  ];
  return entries.flatMap(([at, entry]) => (at ? [{ ...entry, ...timeOf(at) }] : []));
}

const timeOf = (at: Date) => ({ datetime: at.toISOString(), day: formatDayShort(moscowDay(at)), time: formatTime(at) });

/** The partner's MONT manager, as the session brings it. */
export const managerOf = (account: Account | undefined): Helper => account?.partner?.manager ?? null;
