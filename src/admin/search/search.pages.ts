import type { Section } from '#src/admin/sections.pages.ts';
import { type Day, formatMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { orderBadge } from '#src/orders/orders.words.ts';
import type { EmptyProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { Found } from './search.queries.ts';

export interface SearchPage extends Page {
  readonly q: string;
  readonly sections: Section[];
  /** Shown when nothing was found or asked. */
  readonly empty: EmptyProps | null;
}

/** `/admin/search?q=`: what was found, kind by kind; `found` is null when too little was typed. */
export function searchPage(q: string, found: Found | null): SearchPage {
  const sections = found ? sectionsOf(q, found).filter(({ rows }) => rows.length > 0) : [];
  return {
    title: q ? `Поиск: ${q}` : 'Поиск',
    section: 'admin/search',
    q,
    sections,
    empty: sections.length > 0 ? null : emptyOf(q, found !== null),
  };
}

function emptyOf(q: string, isAsked: boolean): EmptyProps {
  return isAsked
    ? {
        icon: 'search',
        title: `По запросу «${q}» ничего не нашлось`,
        text: 'Проверьте номер или попробуйте часть названия, ИНН, почту или логин.',
      }
    : {
        icon: 'search',
        title: 'Что найти?',
        text: 'Введите не меньше двух знаков: название, ИНН, почту, логин или номер подписки, заказа, счёта.',
      };
}

function sectionsOf(q: string, found: Found): Section[] {
  return [
    {
      id: 'partners',
      title: 'Партнёры',
      heads: [{ label: 'Партнёр' }, { label: 'ИНН' }, { label: 'Почта' }, { label: 'Состояние' }],
      rows: found.partners.map((one) => [
        { text: one.name, href: `/admin/partners/${one.id}`, small: one.code },
        { text: one.inn },
        { text: one.email },
        {
          badge: one.isBlocked
            ? { tone: 'bad', icon: 'lock', label: 'Заблокирован' }
            : { tone: 'ok', icon: 'circle-check', label: 'Работает' },
        },
      ]),
      empty: '',
      more: { href: `/admin/partners?q=${encodeURIComponent(q)}`, label: 'В списке партнёров' },
    },
    {
      id: 'customers',
      title: 'Заказчики',
      heads: [{ label: 'Заказчик' }, { label: 'ИНН' }, { label: 'Почта' }, { label: 'Партнёр' }],
      rows: found.customers.map((one) => [
        { text: one.name, href: `/admin/subscriptions?customer=${one.id}` },
        { text: one.inn },
        { text: one.email },
        { text: one.partnerName, href: `/admin/partners/${one.partnerId}` },
      ]),
      empty: '',
    },
    {
      id: 'subscriptions',
      title: 'Подписки',
      heads: [{ label: 'Подписка' }, { label: 'Заказчик' }, { label: 'Партнёр' }, { label: 'Статус' }],
      rows: found.subscriptions.map((one) => [
        { text: one.number, href: `/admin/subscriptions/${one.number}`, small: one.productName },
        { text: one.customerName },
        { text: one.partnerName },
        { text: statusWord(one.status) },
      ]),
      empty: '',
    },
    {
      id: 'orders',
      title: 'Заказы',
      heads: [{ label: 'Заказ' }, { label: 'Партнёр' }, { label: 'Состояние' }],
      rows: found.orders.map((one) => [
        { text: one.number, href: `/admin/orders/${one.number}`, small: one.productName },
        { text: one.partnerName },
        { badge: orderBadge({ status: one.status, heldReason: null }) },
      ]),
      empty: '',
    },
    {
      id: 'invoices',
      title: 'Счета',
      heads: [{ label: 'Счёт' }, { label: 'Партнёр' }, { label: 'За месяц' }, { label: 'Сумма', isNumber: true }],
      rows: found.invoices.map((one) => [
        { text: `№ ${one.number}`, href: `/admin/partners/${one.partnerId}?tab=money` },
        { text: one.partnerName },
        { text: formatMonth(one.period as Day) },
        { text: formatRub(BigInt(one.gross)) },
      ]),
      empty: '',
    },
  ];
}
