import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Block, LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong, formatMonth } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { OrderFacts } from '#src/orders/orders.letters.ts';
import type { UnpaidInvoice } from '#src/payments/payments.rules.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';

/** Lines a letter shows; the portal has the rest. */
const SHOWN = 100;
const UNPAID_SHOWN = 5;

const why: Record<HeldReason, { title: string; text: string; next: string }> = {
  credit_limit: {
    title: 'превышен кредитный лимит',
    text: 'вместе с ним задолженность превысила бы кредитный лимит',
    next: 'Всё возобновится само, когда лимита хватит: после оплаты или повышения лимита.',
  },
  partner_blocked: {
    title: 'партнёр заблокирован',
    text: 'заказы и продления заблокированы',
    next: 'Всё возобновится само, когда блокировка будет снята.',
  },
  renewal_first: {
    title: 'сначала продление подписки',
    text: 'сначала должно выполниться её продление',
    next: 'Всё возобновится само после продления.',
  },
};

/** Renewals of one partner that wait for one reason: what no longer runs, what it costs, and what there is to pay. */
export interface SuspendedRenewals {
  readonly reason: HeldReason;
  readonly renewals: readonly [OrderFacts, ...OrderFacts[]];
  readonly unpaid: readonly UnpaidInvoice[];
  readonly today: Day;
}

/** One letter about all renewals that wait, however many; `forManager` is the copy to the partner's MONT manager. */
export function renewalsSuspended({ reason, renewals, unpaid, today }: SuspendedRenewals, forManager: boolean): LetterContent {
  const { title, text, next } = why[reason];
  const [{ from, subscriptionNumber, number }] = renewals;
  const many = count(renewals.length, 'подписка приостановлена', 'подписки приостановлены', 'подписок приостановлено');
  const when = from > today ? `С ${formatDayLong(from)}` : 'Сейчас';
  const isOne = renewals.length === 1;
  return {
    subject: `${isOne ? `Подписка ${subscriptionNumber} приостановлена` : many}: ${title}`,
    preheader: `Продление на ${formatMonth(from)} не выполнено`,
    blocks: [
      {
        p: `Продление на ${formatMonth(from)} не выполнено: ${text}. ${when} ${isOne ? 'подписка не работает' : 'эти подписки не работают'}.`,
      },
      {
        facts: [
          ...(isOne ? [['Заказ', number] as const] : [['Подписок', String(renewals.length)] as const]),
          [`Продление на ${formatMonth(from)}`, formatRub(sum(...renewals.map(({ charge }) => charge)))],
          ...unpaid.slice(0, UNPAID_SHOWN).map(unpaidFact),
        ],
      },
      listOf(renewals),
      { p: `${next} Пока продление ждёт, оно ничего не стоит; его можно отменить, тогда подписка будет остановлена.` },
      forManager ? { note: COPY } : { button: { label: 'Что оплатить и что ждёт', url: '/finance' } },
    ],
  };
}

/** One letter about many orders carried out at once after they had waited. */
export function ordersReleased(orders: readonly [OrderFacts, ...OrderFacts[]]): LetterContent {
  const done = count(orders.length, 'заказ выполнен', 'заказа выполнены', 'заказов выполнено');
  return {
    subject: `После ожидания ${done}`,
    preheader: `Начислено ${formatRub(sum(...orders.map(({ charge }) => charge)))}`,
    blocks: [
      { p: `Эти заказы больше не ждут: ${done}.` },
      { facts: [['Начислено', formatRub(sum(...orders.map(({ charge }) => charge)))]] },
      listOf(orders),
      { button: { label: 'Все заказы', url: '/orders' } },
    ],
  };
}

const COPY = 'Это копия письма партнёру.';

const unpaidFact = (invoice: UnpaidInvoice) =>
  [`К оплате: счёт № ${invoice.number}`, `${formatRub(invoice.open)}, до ${dueDay(invoice, formatDayLong)}`] as const;

function listOf(orders: readonly OrderFacts[]): Block {
  const lines = orders.slice(0, SHOWN).map(lineOf);
  const rest = orders.length - lines.length;
  return { list: rest > 0 ? [...lines, `и ещё ${rest}: все они на портале, в разделе «Заказы»`] : lines };
}

function lineOf({ number, subscriptionNumber, productName, customerName, seats, charge }: OrderFacts): string {
  const places = count(seats, 'место', 'места', 'мест');
  return `${subscriptionNumber}, ${productName}, ${customerName}: ${places}, ${formatRub(charge)}, заказ ${number}`;
}
