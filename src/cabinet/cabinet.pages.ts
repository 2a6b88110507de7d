import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { type Day, formatDayLong, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { ChartProps, PageHeadProps, StatProps, TimelineEntry } from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PartnerHistoryEvent } from '#src/subscriptions/history/history.types.ts';
import { entryWithSubscription } from '#src/subscriptions/history/timeline.words.ts';
import { type Attention, attention } from './attention.pages.ts';
import type { Overview } from './cabinet.queries.ts';
import { charts, monthSum } from './charts.pages.ts';

export interface CabinetPage extends Page {
  readonly head: PageHeadProps;
  readonly attention: Attention;
  readonly limit: LimitBar;
  readonly stats: StatProps[];
  readonly tiles: Tile[];
  readonly charts: ChartProps[];
  readonly timeline: TimelineEntry[];
}

export interface Tile {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly text: string;
}

/** The partner's home: what needs attention, the money of the month, the ways on, what happened last. */
export function cabinetPage(overview: Overview, events: readonly PartnerHistoryEvent[], partner: PartnerSummary, today: Day): CabinetPage {
  return {
    title: 'Личный кабинет',
    section: 'cabinet',
    head: { title: 'Личный кабинет', sub: `${partner.name} · ${formatDayLong(today)}` },
    attention: attention(overview, partner, today),
    limit: limitBarOf(partner.creditLimit, partner.exposure),
    stats: stats(overview, partner, today),
    tiles: tiles(overview, partner),
    charts: charts(overview, today),
    timeline: events.map((event) => entryWithSubscription({ ...event, letters: [] })),
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
