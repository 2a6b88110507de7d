import type { Section } from '#src/admin/sections.pages.ts';
import type { ExchangeWork } from '#src/exchange/waiting.queries.ts';
import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { plural } from '#src/lib/russian.ts';
import type { StatProps } from '#src/platform/http/components.ts';

/** Payments of Axapta that a person must decide. */
export const decisionSection = (work: ExchangeWork | null): Section => ({
  id: 'exchange-decisions',
  title: 'Платежи Аксапты: нужно решение',
  heads: [{ label: 'Платёж' }, { label: 'Сумма', isNumber: true }, { label: 'Что решить' }],
  rows: (work?.decisions ?? []).map((one) => [
    { text: one.payer, href: `/admin/exchange/decisions/${one.id}`, small: `${one.transId} от ${formatDayShort(one.paidOn)}` },
    { text: formatRub(BigInt(one.amount)) },
    { text: one.question },
  ]),
  empty: '',
  more: { href: '/admin/exchange', label: 'Все' },
});

/** How many of them, and how many messages did not go through; nothing where none waits. */
export function exchangeStats(work: ExchangeWork | null): StatProps[] {
  const { decisionCount = 0, faultyCount = 0 } = work ?? {};
  const stat = (value: number, words: [one: string, few: string, many: string], href: string, tone: 'warn' | 'bad'): StatProps[] =>
    value > 0 ? [{ value: String(value), label: plural(value, ...words), href, tone }] : [];
  return [
    ...stat(decisionCount, ['платёж Аксапты решить', 'платежа Аксапты решить', 'платежей Аксапты решить'], '/admin/exchange', 'warn'),
    ...stat(
      faultyCount,
      ['сообщение Аксапты с ошибкой', 'сообщения Аксапты с ошибкой', 'сообщений Аксапты с ошибкой'],
      '/admin/exchange/messages?state=faulty',
      'bad',
    ),
  ];
}
