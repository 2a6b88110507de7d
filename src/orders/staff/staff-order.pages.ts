import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatMoment } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { vatShort } from '#src/lib/vat.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import { timelineOf } from '#src/orders/orders.pages.ts';
import { canDecide } from '#src/orders/orders.rules.ts';
import { kindWords, orderBadge, seatsText } from '#src/orders/orders.words.ts';
import type { AlertProps, Crumb, Fact, FieldProps, PageHeadProps, TimelineEntry } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { StaffOrderCard } from './staff-orders.queries.ts';

export interface StaffOrderPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Record<string, string>;
  /** Why it waits, and what can be done about it. */
  readonly why: AlertProps | null;
  readonly limit: LimitBar;
  /** With what it would do, to be seen before the button. */
  readonly release: (Decision & { readonly effects: readonly string[] }) | null;
  readonly rejection: Decision | null;
  readonly token: string;
  readonly facts: Fact[];
  readonly timeline: TimelineEntry[];
}

interface Decision {
  readonly action: string;
  readonly field: FieldProps;
}

/** What the page is made of; `outlook` is what releasing the order would do, null where it can't be released. */
export interface StaffOrderFacts {
  readonly order: StaffOrderCard;
  readonly outlook: WaitingOutlook | null;
  readonly token: string;
}

/** `/admin/orders/:number`: the reason first, the decisions next to it. */
export function staffOrderPage({ order, outlook, token }: StaffOrderFacts, form: FormState = EMPTY_FORM): StaffOrderPage {
  const isOpen = canDecide(order.status);
  return {
    title: `Заказ ${order.number}`,
    section: 'admin/orders',
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: `Заказ ${order.number}`,
      crumbs: crumbs(order),
      badge: orderBadge(order),
      sub: `${order.partnerName} · ${kindWords[order.kind]} · ${formatRub(order.charge)}`,
      actions: [{ label: 'Партнёр', icon: 'building', href: `/admin/partners/${order.partnerId}` }],
    },
    errors: { ...form.errors },
    why: isOpen ? whyOf(order) : null,
    limit: limitOf(order, isOpen),
    release: outlook?.released
      ? { ...decision(order, 'release', 'comment', 'Комментарий: почему сверх лимита', form), effects: effectsOf(order, outlook) }
      : null,
    rejection: isOpen ? decision(order, 'rejection', 'reason', 'Причина отказа: её прочтёт партнёр', form) : null,
    token,
    facts: factsOf(order),
    timeline: timelineOf(order),
  };
}

const crumbs = (order: StaffOrderCard): Crumb[] => [{ label: 'Заказы', href: '/admin/orders' }, { label: order.number }];

function whyOf(order: StaffOrderCard): AlertProps {
  if (order.hold) {
    const link = { href: `/admin/partners/${order.partnerId}/holds/${order.hold.id}/lift`, label: 'Разблокировать партнёра' };
    return {
      tone: 'bad',
      title: 'Партнёр заблокирован.',
      text: `${order.hold.text} Сверх блокировки заказ не выполнить: когда её снимут, он решится сам.`,
      link,
    };
  }
  if (order.heldReason === 'renewal_first') {
    const link = {
      href: addressOf('/admin/orders', { q: order.subscriptionNumber, status: 'held', kind: 'renewal' }),
      label: 'Найти продление',
    };
    const text = 'Подписка приостановлена, её продление ждёт тоже. Этот заказ выполнится сразу за ним, если на него хватит лимита.';
    return { tone: 'info', title: 'Сначала продление.', text, link };
  }
  const lack = order.exposure + order.charge - order.limit;
  const link = { href: `/admin/partners/${order.partnerId}/limit`, label: 'Изменить лимит' };
  if (lack > 0n) return { tone: 'warn', title: 'Не хватает лимита.', text: `Нужно ещё ${formatRub(lack)}.`, link };
  return { tone: 'info', title: 'Лимита уже хватает.', text: 'Заказ ждёт решения: выполните его или отклоните.' };
}

function limitOf({ limit, exposure, charge }: StaffOrderCard, isOpen: boolean): LimitBar {
  return limitBarOf(limit, exposure, isOpen ? { sum: charge, label: 'С этим заказом' } : undefined);
}

function effectsOf({ limit }: StaffOrderCard, { released, runs, runsCost, waits, availableAfter }: WaitingOutlook): string[] {
  const used = formatRub(limit - availableAfter);
  const others = count(waits.length, 'заказ партнёра', 'заказа партнёра', 'заказов партнёра');
  return [
    `Сразу начислится ${formatRub(released?.cost ?? 0n)}.`,
    ...(runs.length > 0 ? [`За ним выполнятся и другие: ${runs.length}, на ${formatRub(runsCost)}.`] : []),
    availableAfter < 0n
      ? `Будет занято ${used}: больше лимита на ${formatRub(-availableAfter)}. Новые заказы и продления будут ждать оплаты.`
      : `Будет занято ${used}, останется доступно ${formatRub(availableAfter)}.`,
    ...(waits.length > 0 ? [`Останутся ждать: ${others} на ${formatRub(sum(...waits.map(({ placed }) => placed.charge)))}.`] : []),
  ];
}

function decision(order: StaffOrderCard, verb: 'release' | 'rejection', name: string, label: string, form: FormState): Decision {
  const error = form.errors[name];
  const field = { name, label, type: 'textarea', rows: 2, maxlength: 500, required: true, value: form.values[name] ?? '' } as const;
  return { action: `/admin/orders/${order.number}/${verb}`, field: error ? { ...field, error } : field };
}

function factsOf(order: StaffOrderCard): Fact[] {
  return [
    { label: 'Партнёр', value: order.partnerName, href: `/admin/partners/${order.partnerId}` },
    { label: 'Договор', value: order.contractNumber },
    { label: 'Продукт', value: `${order.productName}, ${order.vendorName}` },
    { label: 'Артикул', value: order.sku, isMono: true },
    { label: 'Заказчик', value: order.customerName },
    { label: 'Подписка', value: order.subscriptionNumber, href: `/admin/subscriptions/${order.subscriptionNumber}` },
    { label: 'Количество', value: seatsText(order) },
    { label: 'Цена за место в месяц', value: `${formatRub(order.unitPrice)}, ${vatShort(order.vatRate)}` },
    { label: order.status === 'done' ? 'Начислено за месяц заказа' : 'За месяц заказа, по расчёту', value: formatRub(order.charge) },
    { label: 'Оформил', value: `${order.placedByName}, ${formatMoment(order.placedAt)}` },
    ...(order.comment ? [{ label: 'Комментарий', value: order.comment }] : []),
  ];
}
