import { type Day, formatDayShort, formatMoment, moscowDay } from '#src/lib/days.ts';
import { vendorDomain } from '#src/lib/domain.ts';
import { mailTo } from '#src/lib/email.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { regionName } from '#src/lib/regions.ts';
import { count } from '#src/lib/russian.ts';
import { orderBadge } from '#src/orders/orders.words.ts';
import type { BadgeProps, ButtonProps, Crumb, Fact } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { seatsShown } from '#src/subscriptions/service/served.rules.ts';
import { statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { CustomerFacts, CustomerOrder, CustomerSubscription, CustomerUser } from './customers.queries.ts';
import { shownPhone } from './form.pages.ts';

export interface CustomerPage extends Page {
  name: string;
  crumbs: Crumb[];
  sub: string;
  actions: ButtonProps[];
  facts: Fact[];
  subscriptions: {
    href: string;
    number: string;
    product: string;
    vendor: string;
    /** In force today. */
    seats: number;
    /** «с 1 декабря 3», where it changes. */
    nextSeats: string | null;
    sum: string;
    badge: BadgeProps;
  }[];
  /** «Все 24 подписки», when the card shows only some. */
  more: { label: string; href: string } | null;
  orders: { href: string; number: string; product: string; sum: string; placed: string; badge: BadgeProps }[];
  users: { login: string; name: string; email: string; state: string; editHref: string | null }[];
  /** Where they are invited and their access is ended, for those who may. */
  usersHref: string | null;
  /** «Выслать логин и пароль заново», for those who may. */
  credentials: { action: string; token: string; label: string; hint: string } | null;
}

/** `/customers/:id` */
export function customerPage(
  customer: CustomerFacts,
  parts: {
    subscriptions: { rows: readonly CustomerSubscription[]; total: number };
    orders: readonly CustomerOrder[];
    users: readonly CustomerUser[];
  },
  viewer: { canSell: boolean; canEditUsers: boolean; openDay: Day; token: string },
): CustomerPage {
  const { rows, total } = parts.subscriptions;
  const user = parts.users.find(({ isDisabled }) => !isDisabled);
  return {
    title: customer.name,
    section: 'customers',
    name: customer.name,
    crumbs: [{ label: 'Заказчики', href: '/customers' }, { label: customer.name }],
    sub: regionName(customer.regionCode),
    actions: viewer.canSell
      ? [
          { label: 'Изменить', icon: 'edit', href: `/customers/${customer.id}/edit` },
          { label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: addressOf('/catalog', { customer: customer.id }) },
        ]
      : [],
    facts: factsOf(customer),
    subscriptions: rows.map((row) => ({
      href: `/subscriptions/${row.number}`,
      number: row.number,
      product: row.productName,
      vendor: row.vendorName,
      seats: seatsShown(row).seats,
      nextSeats: seatsShown(row).next,
      sum: formatRub(kopecks(row.unitPrice * BigInt(row.seats))),
      badge: statusBadge(row, viewer.openDay),
    })),
    more:
      total > rows.length
        ? { label: `Все ${count(total, 'подписка', 'подписки', 'подписок')}`, href: addressOf('/subscriptions', { customer: customer.id }) }
        : null,
    orders: parts.orders.map((order) => ({
      href: `/orders/${order.number}`,
      number: order.number,
      product: order.productName,
      sum: formatRub(order.charge),
      placed: formatMoment(order.placedAt),
      badge: orderBadge({ status: order.status, heldReason: null }),
    })),
    users: parts.users.map(({ id, login, name, email, ...state }) => ({
      ...{ login, name, email, state: stateOf(state) },
      editHref: viewer.canEditUsers ? `/customers/${customer.id}/users/${id}/edit` : null,
    })),
    usersHref: viewer.canSell ? `/customers/${customer.id}/users` : null,
    credentials:
      viewer.canSell && user ? { action: `/customers/${customer.id}/credentials`, token: viewer.token, ...credentialsWords(user) } : null,
  };
}

function credentialsWords({ isWaiting, email }: CustomerUser): { label: string; hint: string } {
  return isWaiting
    ? {
        label: 'Выслать логин и пароль заново',
        hint: 'Письмо придёт вам, для пересылки заказчику. Прежний одноразовый пароль перестанет работать.',
      }
    : {
        label: 'Выслать ссылку для нового пароля',
        hint: `У заказчика свой пароль, и он действует. Письмо со ссылкой уйдёт ему на ${email}.`,
      };
}

function factsOf(customer: CustomerFacts): Fact[] {
  return [
    { label: 'ИНН', value: customer.inn, isMono: true },
    ...(customer.kpp ? [{ label: 'КПП', value: customer.kpp, isMono: true }] : []),
    { label: 'Регион', value: `${customer.regionCode} — ${regionName(customer.regionCode)}` },
    { label: 'Контактное лицо', value: customer.contactName },
    { label: 'Телефон', value: shownPhone(customer.phone), href: `tel:${customer.phone}` },
    { label: 'Эл. почта', value: customer.email, href: mailTo(customer.email) },
    customer.usesDomain
      ? { label: 'Домен', value: vendorDomain(customer.domainPrefix), isMono: true }
      : { label: 'Префикс домена', value: customer.domainPrefix, isMono: true },
    { label: 'Добавлен', value: formatDayShort(moscowDay(customer.createdAt)) },
  ];
}

function stateOf({ isDisabled, isWaiting, lastLogOnAt }: Pick<CustomerUser, 'isDisabled' | 'isWaiting' | 'lastLogOnAt'>): string {
  if (isDisabled) return 'вход закрыт';
  if (isWaiting) return 'ещё не задал свой пароль';
  return lastLogOnAt ? `был на портале ${formatMoment(lastLogOnAt)}` : 'ещё не входил';
}
