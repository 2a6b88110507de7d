import { addMonths, type Day, firstOfMonth, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { capitalise, grouped } from '#src/lib/russian.ts';
import type { ChartItem, ChartProps } from '#src/platform/http/components.ts';
import { CHART_MONTHS, type Overview } from './cabinet.queries.ts';

export function charts(overview: Overview, today: Day): ChartProps[] {
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
  return thousands < 10n ? `${grouped((amount + 50n) / 100n)}\u00a0₽` : `${grouped(thousands)}\u00a0тыс.\u00a0₽`;
}

export function monthSum({ months }: Overview, month: Month): bigint {
  return BigInt(months.find((one) => one.month === month)?.sum ?? 0);
}
