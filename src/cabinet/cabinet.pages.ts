import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import {
  addMonths,
  type Day,
  daysBetween,
  firstOfMonth,
  formatDayLong,
  formatDayMonth,
  formatMonth,
  type Month,
  monthOf,
} from '#src/lib/days.ts';
import { formatRub, kopecks, sum } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { capitalise, count } from '#src/lib/russian.ts';
import type {
  BadgeProps,
  ChartItem,
  ChartProps,
  LimitBarProps,
  PageHeadProps,
  StatProps,
  TimelineEntry,
} from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PartnerJournalEvent } from '#src/subscriptions/history.queries.ts';
import { entryWithSubscription } from '#src/subscriptions/journal.pages.ts';
import { CHART_MONTHS, type Overview, STOP_NEAR_DAYS } from './cabinet.queries.ts';

export interface CabinetPage extends Page {
  readonly head: PageHeadProps;
  readonly attention: AttentionItem[];
  readonly limit: LimitBarProps;
  readonly stats: StatProps[];
  readonly tiles: Tile[];
  readonly charts: ChartProps[];
  readonly timeline: TimelineEntry[];
}

/** One thing that waits for a person. */
export interface AttentionItem {
  readonly badge: BadgeProps;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string } | null;
}

export interface Tile {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly text: string;
}

/** The partner's home: what needs attention, the money of the month, the ways on, what happened last. */
export function cabinetPage(overview: Overview, events: readonly PartnerJournalEvent[], partner: PartnerSummary, today: Day): CabinetPage {
  return {
    title: 'Личный кабинет',
    section: 'cabinet',
    head: { title: 'Личный кабинет', sub: `${partner.name} · ${formatDayLong(today)}` },
    attention: attention(overview, partner, today),
    limit: limitBar(partner),
    stats: stats(overview, partner, today),
    tiles: tiles(overview, partner),
    charts: charts(overview, today),
    timeline: events.map((event) => entryWithSubscription({ ...event, letters: [] })),
  };
}

const heldWords = { credit_limit: 'превышен кредитный лимит', partner_blocked: 'партнёр заблокирован' };

function attention({ held, stopping, stoppingCount, letters }: Overview, partner: PartnerSummary, today: Day): AttentionItem[] {
  const hold: AttentionItem[] = partner.hold
    ? [
        {
          badge: { tone: 'bad', icon: 'lock', label: 'Заблокировано' },
          text: `${partner.hold.text} Ваш менеджер — ${partner.manager.name}, ${formatPhone(partner.manager.phone)}.`,
          link: null,
        },
      ]
    : [];
  const asked: AttentionItem[] =
    partner.openRequests > 0
      ? [
          {
            badge: { tone: 'info', icon: 'inbox', label: 'Запросы заказчиков' },
            text: `${count(partner.openRequests, 'запрос ждёт', 'запроса ждут', 'запросов ждут')} вашего ответа.`,
            link: { href: '/requests?state=open', label: 'Открыть запросы' },
          },
        ]
      : [];
  const orders = held.map(
    (order): AttentionItem => ({
      badge: { tone: 'warn', icon: 'clock', label: 'Заказ ждёт' },
      text: `${order.product}, ${order.customer}: ${heldWords[order.reason]}. Сумма за этот месяц — ${formatRub(BigInt(order.charge))}.`,
      link: { href: `/orders/${order.number}`, label: `Заказ ${order.number}` },
    }),
  );
  const stops = stopping.map(
    (one): AttentionItem => ({
      badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' },
      text: `${one.product}, ${one.customer}: последний день — ${formatDayMonth(one.on)} (${daysAhead(one.on, today)}).`,
      link: { href: `/subscriptions/${one.number}`, label: one.number },
    }),
  );
  const rest = stoppingCount - stopping.length;
  const more: AttentionItem[] =
    rest > 0
      ? [
          {
            badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' },
            text: `Ещё ${count(rest, 'подписка остановится', 'подписки остановятся', 'подписок остановятся')} в ближайшие ${STOP_NEAR_DAYS} дней.`,
            link: { href: '/subscriptions?status=stopping&sort=renewal', label: 'Показать' },
          },
        ]
      : [];
  const mail = letters.map(
    (letter): AttentionItem => ({
      badge: { tone: 'bad', icon: 'mail', label: letter.status === 'failed' ? 'Письмо не ушло' : 'Доставка не подтверждена' },
      text: `«${letter.subject}» на ${letter.address}. Менеджер может выслать его заново.`,
      link: null,
    }),
  );
  return [...hold, ...asked, ...orders, ...stops, ...more, ...mail];
}

function daysAhead(on: Day, today: Day): string {
  const days = daysBetween(today, on);
  if (days <= 0) return 'сегодня';
  return days === 1 ? 'завтра' : `через ${count(days, 'день', 'дня', 'дней')}`;
}

function limitBar({ creditLimit, exposure }: PartnerSummary): LimitBarProps {
  return {
    limit: formatRub(creditLimit),
    available: formatRub(kopecks(creditLimit - exposure)),
    percent: creditLimit > 0n ? Number((exposure * 100n) / creditLimit) : 100,
  };
}

function stats(overview: Overview, partner: PartnerSummary, today: Day): StatProps[] {
  const held = partner.heldOrders;
  return [
    { value: formatRub(monthSum(overview, monthOf(today))), label: `Начислено за ${formatMonth(today)}`, href: '/documents' },
    { value: String(overview.active), label: 'Активные подписки', href: '/subscriptions?status=active' },
    { value: String(overview.customers), label: 'Заказчики', href: '/customers' },
    { value: String(held), label: 'Заказы ждут', href: '/orders?status=held', ...(held > 0 ? { tone: 'bad' as const } : {}) },
  ];
}

function monthSum({ months }: Overview, month: Month): bigint {
  return BigInt(months.find((one) => one.month === month)?.sum ?? 0);
}

function tiles(overview: Overview, partner: PartnerSummary): Tile[] {
  const held = partner.heldOrders > 0 ? `, ${count(partner.heldOrders, 'ждёт', 'ждут', 'ждут')} решения` : '';
  return [
    {
      href: '/subscriptions',
      label: 'Управление подписками',
      icon: 'stack-2',
      text: `${count(overview.subscriptions, 'подписка', 'подписки', 'подписок')}: места, стоп и старт, автопродление, журнал`,
    },
    { href: '/documents', label: 'Документы', icon: 'file-invoice', text: 'Счета и закрывающие документы по месяцам' },
    { href: '/orders', label: 'Заказы', icon: 'receipt', text: `${count(overview.orders, 'заказ', 'заказа', 'заказов')}${held}` },
    {
      href: '/customers',
      label: 'Заказчики',
      icon: 'users',
      text: `${count(overview.customers, 'организация', 'организации', 'организаций')}, для которых вы оформляете подписки`,
    },
  ];
}

function charts(overview: Overview, today: Day): ChartProps[] {
  const months = Array.from({ length: CHART_MONTHS }, (_, at) => addMonths(firstOfMonth(today), at + 1 - CHART_MONTHS));
  const byMonth = months.map((first) => ({ first, sum: monthSum(overview, monthOf(first)) }));
  if (byMonth.every((one) => one.sum === 0n)) return [];
  const vendors = topVendors(overview);
  return [
    {
      id: 'chart-months',
      title: 'Начислено по месяцам',
      heads: ['Месяц', 'Начислено, с НДС'],
      shape: 'columns',
      items: scaled(
        byMonth.map(({ first, sum: amount }) => ({ label: formatMonth(first).slice(0, 3), amount, isNow: first === months.at(-1) })),
      ),
    },
    ...(vendors.length === 0
      ? []
      : [
          {
            id: 'chart-vendors',
            title: `${capitalise(formatMonth(today))} по вендорам`,
            heads: ['Вендор', 'Начислено, с НДС'] as [string, string],
            shape: 'bars' as const,
            items: scaled(vendors),
          },
        ]),
  ];
}

const SHOWN_VENDORS = 6;

function topVendors({ vendors }: Overview): { label: string; amount: bigint }[] {
  const all = vendors.map(({ name, sum: amount }) => ({ label: name, amount: BigInt(amount) }));
  if (all.length <= SHOWN_VENDORS + 1) return all;
  const rest = all.slice(SHOWN_VENDORS).map(({ amount }) => amount);
  return [...all.slice(0, SHOWN_VENDORS), { label: 'Другие', amount: sum(...rest) }];
}

function scaled(items: { label: string; amount: bigint; isNow?: boolean }[]): ChartItem[] {
  let highest = 1n;
  for (const { amount } of items) if (amount > highest) highest = amount;
  return items.map(({ label, amount, isNow = false }) => ({
    label,
    value: formatRub(amount),
    short: shortRub(amount),
    percent: Number((amount * 100n) / highest),
    isNow,
  }));
}

/** «125 тыс. ₽» to stand in a picture; the exact sum is in the table behind it. */
function shortRub(amount: bigint): string {
  const thousands = (amount + 50_000n) / 100_000n;
  if (amount === 0n) return '—';
  const grouped = (value: bigint) => String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  return thousands < 10n ? `${grouped((amount + 50n) / 100n)}\u00a0₽` : `${grouped(thousands)}\u00a0тыс.\u00a0₽`;
}
