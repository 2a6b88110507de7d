import { roleNames } from '#src/accounts/accounts.rules.ts';
import { actionWords } from '#src/admin/journal/journal.words.ts';
import type { Section } from '#src/admin/sections.pages.ts';
import { LETTER_TEMPLATES } from '#src/letters/letters.rules.ts';
import { letterBadges } from '#src/letters/letters.words.ts';
import { type Day, formatDayShort, formatMoment, formatMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { kindWords, orderBadge } from '#src/orders/orders.words.ts';
import { contractBadge } from '#src/partners/contracts/contracts.rules.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { seatsShown, seatsText } from '#src/subscriptions/service/served.rules.ts';
import { statusBadge } from '#src/subscriptions/service/status.rules.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';
import type { ContractRow, UserRow } from './partner-card.queries.ts';
import type { InvoiceLine, JournalLine, LetterLine, OrderLine, PaymentLine, SubscriptionLine } from './partner-trace.queries.ts';

/** Orders that wait, with the way to decide about each. */
export const heldSection = (partnerId: number, orders: readonly OrderLine[]): Section => ({
  ...orderSection(partnerId, orders),
  id: 'held',
  title: 'Заказы, которые ждут',
  empty: 'Ни один заказ не ждёт.',
  more: { href: `/admin/orders?status=held&partner=${partnerId}`, label: 'Все ждущие' },
});

export const orderSection = (partnerId: number, orders: readonly OrderLine[]): Section => ({
  id: 'orders',
  title: 'Последние заказы',
  heads: [{ label: 'Заказ' }, { label: 'Продукт' }, { label: 'За месяц заказа', isNumber: true }, { label: 'Состояние' }],
  rows: orders.map((order) => [
    { text: order.number, href: `/admin/orders/${order.number}`, small: formatMoment(order.placedAt) },
    { text: order.productName, small: `${order.customerName} · ${kindWords[order.kind]}` },
    { text: formatRub(order.charge) },
    { badge: orderBadge(order) },
  ]),
  empty: 'Заказов ещё не было.',
  more: { href: `/admin/orders?partner=${partnerId}`, label: 'Все заказы' },
});

export const subscriptionSection = (partnerId: number, subscriptions: readonly SubscriptionLine[], today: Day): Section => ({
  id: 'subscriptions',
  title: 'Последние подписки',
  heads: [
    { label: 'Подписка' },
    { label: 'Заказчик' },
    { label: 'Мест', isNumber: true },
    { label: 'В месяц', isNumber: true },
    { label: 'Статус' },
  ],
  rows: subscriptions.map((one) => [
    { text: one.number, href: `/admin/subscriptions/${one.number}`, small: one.productName },
    { text: one.customerName },
    { text: seatsText(seatsShown(one)) },
    { text: formatRub(one.unitPrice * BigInt(one.seats)) },
    { badge: statusBadge(one, worksFrom({ today, openFrom: one.openFrom })) },
  ]),
  empty: 'Подписок ещё нет.',
  more: { href: `/admin/subscriptions?partner=${partnerId}`, label: 'Все подписки' },
});

export const contractSection = (partnerId: number, contracts: readonly ContractRow[], today: Day): Section => ({
  id: 'contracts',
  title: 'Договоры',
  heads: [{ label: 'Номер' }, { label: 'Подписан' }, { label: 'Документы' }, { label: 'Подписок', isNumber: true }, { label: 'Состояние' }],
  rows: contracts.map((one) => [
    {
      text: one.number,
      href: `/admin/partners/${partnerId}/contracts/${one.id}`,
      small: one.baseNumber ? `доп. соглашение к ${one.baseNumber}` : 'договор',
    },
    { text: formatDayShort(one.signedOn) },
    { text: one.docMode === 'upd' ? 'УПД' : 'Акт и счёт-фактура' },
    { text: String(one.subscriptions) },
    { badge: contractBadge(one, today) },
  ]),
  empty: 'Договоров нет: новые подписки оформить нельзя.',
  action: { label: 'Добавить договор', icon: 'plus', size: 'small', href: `/admin/partners/${partnerId}/contracts` },
});

export const userSection = (partnerId: number, users: readonly UserRow[]): Section => ({
  id: 'users',
  title: 'Пользователи',
  heads: [{ label: 'Имя' }, { label: 'Логин и почта' }, { label: 'Роль' }, { label: 'Последний вход' }, { label: 'Состояние' }],
  rows: users.map((user) => [
    { text: user.name },
    { text: user.login, small: user.email },
    { text: roleNames[user.role] },
    { text: user.lastLogOnAt ? formatMoment(user.lastLogOnAt) : 'Ещё не входил' },
    user.disabledAt
      ? { badge: { tone: 'mute', icon: 'ban', label: 'Отключён' } }
      : {
          badge: { tone: 'ok', icon: 'circle-check', label: 'Работает' },
          text: 'Отключить',
          href: `/admin/partners/${partnerId}/users/${user.id}/disable`,
        },
  ]),
  empty: 'Пользователей нет.',
  action: { label: 'Сотрудники и письма', icon: 'users', size: 'small', href: `/admin/partners/${partnerId}/users` },
});

const originals: Record<string, string> = {
  preparing: 'готовится',
  with_manager: 'передан менеджеру',
  handed_over: 'вручён',
  signed: 'подписан',
};

export const invoiceSection = (inn: string, invoices: readonly InvoiceLine[], today: Day): Section => ({
  id: 'invoices',
  title: 'Счета и документы',
  heads: [
    { label: 'Счёт' },
    { label: 'За месяц' },
    { label: 'Сумма', isNumber: true },
    { label: 'Не оплачено', isNumber: true },
    { label: 'Оплата' },
    { label: 'Оригинал' },
  ],
  rows: invoices.map((one) => [
    { text: `№ ${one.number}`, small: one.contract },
    { text: formatMonth(one.period), small: `от ${formatDayShort(one.issuedOn)}` },
    { text: formatRub(one.gross) },
    { text: formatRub(one.isCancelled ? 0n : one.open) },
    { badge: paymentBadge(one, today) },
    { text: originals[one.original ?? 'preparing'] ?? '—' },
  ]),
  empty: 'Счетов ещё не выставляли.',
  more: { href: `/admin/documents?q=${inn}`, label: 'Все документы' },
});

function paymentBadge(invoice: InvoiceLine, today: Day): BadgeProps {
  const { isCancelled, open, dueOn } = invoice;
  if (isCancelled) return { tone: 'mute', icon: 'ban', label: 'Отменён' };
  if (open <= 0n) return { tone: 'ok', icon: 'circle-check', label: 'Оплачен' };
  return dueOn < today
    ? { tone: 'bad', icon: 'alert-circle', label: `Просрочен с ${dueDay(invoice)}` }
    : { tone: 'info', icon: 'clock', label: `До ${dueDay(invoice)}` };
}

export const paymentSection = (inn: string, payments: readonly PaymentLine[]): Section => ({
  id: 'payments',
  title: 'Платежи',
  heads: [
    { label: 'Получен' },
    { label: 'Сумма', isNumber: true },
    { label: 'Назначение' },
    { label: 'Зачтён' },
    { label: 'Аванс', isNumber: true },
  ],
  rows: payments.map((one) => [
    { text: formatDayShort(one.receivedOn) },
    { text: formatRub(one.amount) },
    { text: one.purpose },
    { text: one.invoices ?? '—' },
    { text: one.rest > 0n ? formatRub(one.rest) : '—' },
  ]),
  empty: 'Платежей ещё не было.',
  more: { href: `/admin/payments?q=${inn}`, label: 'Все платежи' },
});

export const letterSection = (partnerId: number, letters: readonly LetterLine[]): Section => ({
  id: 'letters',
  title: 'Письма',
  heads: [{ label: 'Письмо' }, { label: 'Кому' }, { label: 'Когда' }, { label: 'Состояние' }],
  rows: letters.map((one) => [
    { text: one.subject, href: `/admin/letters/${one.id}`, small: LETTER_TEMPLATES[one.template] },
    { text: one.recipientAddress },
    { text: formatMoment(one.queuedAt) },
    { badge: letterBadges[one.status] },
  ]),
  empty: 'Писем ещё не было.',
  more: { href: `/admin/letters?partner=${partnerId}`, label: 'Все письма' },
});

export const journalSection = (partnerId: number, entries: readonly JournalLine[]): Section => ({
  id: 'journal',
  title: 'Журнал',
  heads: [{ label: 'Когда' }, { label: 'Что' }, { label: 'Кто' }],
  rows: entries.map((one) => [
    { text: formatMoment(one.at) },
    { text: actionWords(one.action), small: one.subject },
    { text: one.actorName, ...(one.address ? { small: one.address } : {}) },
  ]),
  empty: 'Записей ещё нет.',
  more: { href: `/admin/journal?partner=${partnerId}`, label: 'Весь журнал' },
});
