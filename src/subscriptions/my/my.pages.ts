import { type Day, formatDayLong, formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  AlertProps,
  BadgeProps,
  ButtonProps,
  EmptyProps,
  Fact,
  PageHeadProps,
  PagerProps,
  TimelineEntry,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { MyRetail } from '#src/storefront/my-shelf.queries.ts';
import { sentence } from '#src/subscriptions/history/history.words.ts';
import { moment, whoWords } from '#src/subscriptions/history/timeline.words.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { seatsShown, seatsText } from '#src/subscriptions/service/served.rules.ts';
import { endsOn, nextRenewal, renewedOn, statusBadge } from '#src/subscriptions/service/status.rules.ts';
import { myList } from '#src/subscriptions/subscriptions.forms.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import type { MyEvent, MySubscription, PartnerContact } from './my.queries.ts';

/** Phone and mail of the partner, as links. */
export interface ContactCard {
  readonly name: string;
  readonly person: string | null;
  readonly phone: { readonly text: string; readonly href: string } | null;
  readonly email: string;
}

export interface MySubscriptionsPage extends Page {
  readonly head: PageHeadProps;
  readonly rows: {
    readonly number: string;
    readonly product: string;
    readonly vendor: string;
    /** In force today. */
    readonly seats: number;
    /** «с 1 декабря 3», where it changes. */
    readonly nextSeats: string | null;
    readonly renewal: string;
    /** What it costs the customer in a month; '' where that is not shown. */
    readonly sum: string;
    readonly badge: BadgeProps;
  }[];
  /** The partner shows its retail prices. */
  readonly isPriced: boolean;
  readonly empty: EmptyProps | null;
  readonly pager: PagerProps;
  readonly contact: ContactCard;
}

/** The customer's home: what it has and who to call. */
export function mySubscriptionsPage(
  list: { rows: readonly MySubscription[]; total: number },
  page: number,
  partner: PartnerContact,
  retail: MyRetail,
  today: Day,
): MySubscriptionsPage {
  const { rows, total } = list;
  return {
    title: 'Мои подписки',
    section: 'my/subscriptions',
    head: { title: 'Мои подписки', sub: count(total, 'подписка', 'подписки', 'подписок'), actions: total > 0 ? files : [] },
    rows: rows.map((row) => ({
      number: row.number,
      product: row.productName,
      vendor: row.vendorName,
      seats: seatsShown(row).seats,
      nextSeats: seatsShown(row).next,
      renewal: renewalWords(row, today),
      sum: monthly(row, retail),
      badge: statusBadge(row, openDayOf(row, today)),
    })),
    isPriced: retail !== null,
    empty:
      total > 0
        ? null
        : { icon: 'stack-2', title: 'Подписок пока нет', text: `Их оформляет ваш партнёр — ${partner.name}. Свяжитесь с ним.` },
    pager: new ShownList(myList, '/my/subscriptions', { page }).pager(total),
    contact: contactCard(partner),
  };
}

const files: ButtonProps[] = [
  { label: 'CSV', icon: 'download', href: '/my/subscriptions.csv' },
  { label: 'Excel', icon: 'download', href: '/my/subscriptions.xlsx' },
];

export interface MySubscriptionPage extends Page {
  readonly head: PageHeadProps;
  /** The request that waits for the partner. */
  readonly alert: AlertProps | null;
  readonly facts: Fact[];
  readonly timeline: TimelineEntry[];
  readonly contact: ContactCard;
}

/** One subscription of the customer: seats, dates, what happened. */
export function mySubscriptionPage(
  of: MySubscription,
  events: readonly MyEvent[],
  partner: PartnerContact,
  retail: MyRetail,
  today: Day,
): MySubscriptionPage {
  const facts: (Fact | null)[] = [
    { label: 'Мест', value: seatsText(seatsShown(of)) },
    { label: 'Оформлена', value: formatDayLong(moscowDay(of.createdAt)) },
    of.startedOn && { label: 'Работает с', value: formatDayLong(of.startedOn) },
    { label: 'Что дальше', value: renewalWords(of, today) },
    retail && priceFact(of, retail),
  ];
  return {
    title: `${of.productName}, ${of.number}`,
    section: 'my/subscriptions',
    head: {
      title: of.productName,
      badge: statusBadge(of, openDayOf(of, today)),
      sub: `${of.vendorName} · ${of.number}`,
      crumbs: [{ label: 'Мои подписки', href: '/my/subscriptions' }, { label: of.number }],
      actions: [{ label: 'Попросить изменить', icon: 'send', href: `/my/subscriptions/${of.number}/requests` }],
    },
    alert: of.openWish && {
      tone: 'info',
      title: 'Запрос ждёт ответа партнёра:',
      text: `${wishWords(of.openWish)}.`,
      link: { href: `/my/subscriptions/${of.number}/requests`, label: 'Открыть или отозвать' },
    },
    facts: facts.filter((fact) => fact !== null),
    timeline: events.map((event) => {
      const said = sentence(event);
      return { ...moment(event.at), ...said, notes: [...said.notes], who: whoWords(event) };
    }),
    contact: contactCard(partner),
  };
}

/** Per seat and in all; a subscription that has ended costs nothing. */
function priceFact(of: MySubscription, retail: NonNullable<MyRetail>): Fact | null {
  const price = retail.get(of.id);
  if (price === undefined || isOver(of)) return null;
  return { label: 'Цена партнёра', value: `${formatRub(price)} за место в месяц, всего ${monthly(of, retail)}` };
}

/** «2 675,00 ₽», a dash where there is no price. */
function monthly(of: MySubscription, retail: MyRetail): string {
  const sum = monthlySum(of, retail);
  return sum === null ? '—' : formatRub(sum);
}

function monthlySum(of: MySubscription, retail: MyRetail): Kopecks | null {
  const price = retail?.get(of.id);
  return price === undefined || isOver(of) ? null : kopecks(price * BigInt(seatsShown(of).seats));
}

const isOver = ({ status }: MySubscription): boolean => status === 'stopped' || status === 'cancelled';

function renewalWords(of: MySubscription, today: Day): string {
  const openDay = openDayOf(of, today);
  const next = nextRenewal(of, openDay);
  if (next === null) return '—';
  return next === endsOn(of, openDay) ? `Остановится ${formatDayShort(next)}` : `Продлится ${formatDayShort(next)}`;
}

const openDayOf = ({ openFrom }: MySubscription, today: Day): Day => worksFrom({ today, openFrom });

function contactCard({ name, person, phone, email }: PartnerContact): ContactCard {
  return { name, person, email, phone: phone ? { text: formatPhone(phone), href: `tel:${phone.replace(/[^+\d]/g, '')}` } : null };
}

/** The customer's list as a file; with what it pays where the partner shows that. */
export const myColumns = (today: Day, retail: MyRetail): Column<MySubscription>[] => [
  { title: 'Номер', kind: 'text', of: (row) => row.number },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Мест', kind: 'number', of: (row) => seatsShown(row).seats },
  { title: 'Статус', kind: 'text', of: (row) => statusBadge(row, openDayOf(row, today)).label },
  { title: 'Продление', kind: 'day', of: (row) => renewedOn(row, openDayOf(row, today)) },
  { title: 'Остановится', kind: 'day', of: (row) => endsOn(row, openDayOf(row, today)) },
  { title: 'Мест дальше', kind: 'text', of: (row) => seatsShown(row).next },
  { title: 'Оформлена', kind: 'moment', of: (row) => row.createdAt },
  ...(retail ? [{ title: 'В месяц, ₽', kind: 'money', of: (row) => monthlySum(row, retail) } satisfies Column<MySubscription>] : []),
];
