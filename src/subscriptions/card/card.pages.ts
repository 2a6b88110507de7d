import { addDays, type Day, daysBetween, formatDayLong, formatDayMonth, formatMonth, monthOf, moscowDay } from '#src/lib/days.ts';
import { vendorDomain } from '#src/lib/domain.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { vatLong } from '#src/lib/vat.ts';
import type { AlertProps, ButtonProps, Fact, PageHeadProps, Tab, TimelineEntry } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { HistoryEvent } from '#src/subscriptions/history/history.types.ts';
import { timelineEntry } from '#src/subscriptions/history/timeline.words.ts';
import { actionsOf } from '#src/subscriptions/manage/actions.rules.ts';
import type { StopDialog } from '#src/subscriptions/manage/stop-dialog.parts.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { seatsShown, seatsText } from '#src/subscriptions/service/served.rules.ts';
import { endsOn, nextRenewal, statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import type { Card, CardPeriod } from './card.queries.ts';
import { cardTabs } from './card-tabs.parts.ts';

export interface SubscriptionPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly alerts: AlertProps[];
  readonly facts: Fact[];
  readonly months: MonthCharges[];
  readonly timeline: TimelineEntry[];
  readonly historyHref: string;
  /** The confirmation of «Стоп», where there is script. */
  readonly stopDialog: StopDialog | null;
  readonly autoRenewal: { readonly badge: PageHeadProps['badge'] & object; readonly text: string };
}

/** What a month costs, line by line, to the kopeck. */
export interface MonthCharges {
  readonly id: string;
  readonly title: string;
  readonly lines: {
    readonly days: string;
    readonly count: string;
    readonly seats: number;
    readonly price: string;
    readonly charge: string;
  }[];
  readonly total: string;
  readonly vat: string;
}

/** How many history rows the card shows; all of them are behind its tab. */
export const RECENT_EVENTS = 10;

/** The card of a subscription: state, money of this month, what happened last. */
export function subscriptionPage(card: Card, events: readonly HistoryEvent[], viewer: Viewer, dialog: StopDialog | null): SubscriptionPage {
  return {
    title: `${card.productName}, ${card.number}`,
    section: 'subscriptions',
    head: {
      title: card.productName,
      badge: statusBadge(card, viewer.openDay),
      sub: `${card.vendorName} · ${card.number}`,
      crumbs: [{ label: 'Управление подписками', href: '/subscriptions' }, { label: card.number }],
      actions: buttons(card, viewer, dialog),
    },
    tabs: cardTabs(card, 'overview', viewer.manages),
    alerts: alerts(card),
    facts: facts(card, viewer.openDay),
    months: months(card),
    timeline: events.map(timelineEntry),
    historyHref: `/subscriptions/${card.number}/history`,
    autoRenewal: autoRenewal(card, viewer.openDay),
    stopDialog: dialog,
  };
}

/** Drawn from the table of moves; under a hold they stay and say why not (product rule §7). */
function buttons(card: Card, viewer: Viewer, dialog: StopDialog | null): ButtonProps[] {
  if (!viewer.manages) return [];
  return actionsOf(card)
    .filter(({ page }) => page !== 'auto-renewal')
    .map(({ page, href, ...button }) => {
      if (viewer.partner.hold) return { ...button, why: 'Управление заблокировано' };
      return page === 'stop' && dialog ? { ...button, href, dialog: 'stop' } : { ...button, href };
    });
}

const heldWords = {
  credit_limit: 'превышен кредитный лимит. Он выполнится сам, когда лимита хватит',
  partner_blocked: 'новые заказы заблокированы. Он выполнится сам, когда блокировка будет снята',
  renewal_first: 'сначала продление подписки. Он выполнится сам сразу после него',
};

function alerts({ heldOrder, openWish }: Card): AlertProps[] {
  const wish: AlertProps[] = openWish
    ? [
        {
          tone: 'info',
          title: 'Заказчик просит:',
          text: `${wishWords(openWish)}.`,
          link: { href: `/requests/${openWish.id}`, label: 'Открыть запрос' },
        },
      ]
    : [];
  if (!heldOrder) return wish;
  return [
    ...wish,
    {
      tone: 'warn',
      title: `Заказ ${heldOrder.number} ждёт:`,
      text: `${heldWords[heldOrder.reason]}.`,
      link: { href: `/orders/${heldOrder.number}`, label: 'Открыть заказ' },
    },
  ];
}

export function facts(card: Card, openDay: Day): Fact[] {
  const renewal = nextRenewal(card, openDay);
  const end = endsOn(card, openDay);
  const list: (Fact | null)[] = [
    { label: 'Заказчик', value: card.customerName, href: `/customers/${card.customerId}` },
    { label: 'Мест', value: seatsText(seatsShown(card)) },
    { label: 'Сумма в месяц', value: formatRub(fullMonthCharge(card)) },
    { label: 'Цена за место в месяц', value: formatRub(card.unitPrice) },
    card.priceToCome && { label: `Цена с ${formatDayLong(card.priceToCome.from)}`, value: formatRub(card.priceToCome.price) },
    renewal && { label: renewal === end ? 'Остановится в конце дня' : 'Следующее продление', value: formatDayLong(renewal) },
    card.stoppedAt && card.status === 'stopped' && !end ? { label: 'Остановлена', value: formatDayLong(moscowDay(card.stoppedAt)) } : null,
    { label: 'Оформлена', value: formatDayLong(moscowDay(card.createdAt)) },
    card.startedOn && { label: 'Работает с', value: formatDayLong(card.startedOn) },
    { label: 'Договор', value: card.contractNumber },
    { label: 'НДС', value: vatLong(card.vatRate) },
    { label: 'Оплата', value: card.billingRule === 'full_month' ? 'за полный месяц' : 'по дням' },
    { label: 'Артикул', value: card.sku, href: `/catalog/${card.productSlug}`, isMono: true },
    card.usesDomainPrefix ? { label: 'Домен заказчика', value: vendorDomain(card.domainPrefix), isMono: true } : null,
  ];
  return list.filter((fact) => fact !== null);
}

export function months(card: Card): MonthCharges[] {
  const inOrder = [...new Set(card.periods.map(({ from }) => monthOf(from)))];
  return inOrder.map((month) => {
    const periods = card.periods.filter(({ from }) => monthOf(from) === month);
    const vat = formatRub(sum(...periods.map((period) => period.vat)));
    return {
      id: `charges-${month}`,
      title: `Начислено за ${formatMonth(month)}`,
      lines: periods.map(chargeLine),
      total: formatRub(sum(...periods.map(({ charge }) => charge))),
      vat: card.vatRate === null ? 'Без НДС' : `в том числе НДС ${card.vatRate} % — ${vat}`,
    };
  });
}

function chargeLine(period: CardPeriod): MonthCharges['lines'][number] {
  const last = addDays(period.to, -1);
  const days = daysBetween(period.from, period.to);
  return {
    days: days === 1 ? formatDayMonth(period.from) : `${Number(period.from.slice(8))}–${formatDayMonth(last)}`,
    count: count(days, 'день', 'дня', 'дней'),
    seats: period.seats,
    price: formatRub(period.unitPrice),
    charge: formatRub(period.charge),
  };
}

export function autoRenewal(card: Pick<Card, 'status' | 'autoRenew' | 'stopOn'>, openDay: Day): SubscriptionPage['autoRenewal'] {
  const end = endsOn(card, openDay);
  if (card.status === 'cancelled')
    return { badge: { tone: 'mute', icon: 'refresh-off', label: 'Выключено' }, text: 'Подписка отменена, продлений не будет.' };
  const stopWords = card.stopOn ? `Дата остановки — ${formatDayLong(card.stopOn)}, этот день ещё оплачивается.` : null;
  if (!card.autoRenew)
    return {
      badge: { tone: 'mute', icon: 'refresh-off', label: 'Выключено' },
      text: end ? `Подписка остановится ${formatDayLong(end)}.` : (stopWords ?? 'После запуска подписка остановится в конце месяца.'),
    };
  return {
    badge: { tone: 'ok', icon: 'refresh', label: 'Включено' },
    text:
      stopWords ?? (card.status === 'active' ? EVERY_MONTH : `${AFTERWARDS[card.status]} будет продлеваться каждый месяц первого числа.`),
  };
}

const EVERY_MONTH =
  'Подписка продлевается каждый месяц первого числа по цене, которая действует на этот день; о повышении портал пишет не меньше чем за 14 дней.';
const AFTERWARDS = {
  pending: 'Когда заказ выполнится, подписка',
  stopped: 'После запуска подписка',
  suspended: 'После возобновления подписка',
} as const;
