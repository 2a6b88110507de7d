import { type Day, formatDayShort } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { formatRub } from '#src/lib/money.ts';
import type { BankTotals } from './statement.types.ts';

/**
 * Where the bank's own sums do not come out: opening + in − out = closing, each day begins as the one before ended, and the documents
 * make what the bank says came (money in, reader 6). Two of five real files break it: a sentence with both sums, no refusal.
 * @param received kopecks of the documents that came, by account
 */
export function brokenTotals(all: readonly BankTotals[], received: ReadonlyMap<string, bigint>): string[] {
  return [...groupedBy(withoutTwins(all), ({ account }) => account)].flatMap(([account, totals]) => {
    const inOrder = [...totals].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
    return [...inOrder.flatMap(ownSums), ...chain(inOrder), ...documents(account, inOrder, received.get(account) ?? 0n)];
  });
}

/** Some banks write the same section twice. */
function withoutTwins(all: readonly BankTotals[]): BankTotals[] {
  const keyOf = (one: BankTotals) => [one.account, one.from, one.to, one.opening, one.received, one.paid, one.closing].join();
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

function ownSums({ account, from, to, opening, received, paid, closing }: BankTotals): string[] {
  if (opening === null || received === null || paid === null || closing === null) return [];
  const due = opening + received - paid;
  return due === closing
    ? []
    : [`Счёт ${account}, ${daysOf(from, to)}: остаток с оборотами — ${formatRub(due)}, в выписке конечный остаток ${formatRub(closing)}.`];
}

function chain(inOrder: readonly BankTotals[]): string[] {
  return inOrder.slice(1).flatMap((next, at) => {
    const before = inOrder[at];
    const isNext = before?.to && next.from && before.to < next.from;
    if (!isNext || before.closing === null || next.opening === null || before.closing === next.opening) return [];
    return [
      `Счёт ${next.account}: ${daysOf(before.from, before.to)} закончились на ${formatRub(before.closing)}, а ${daysOf(next.from, next.to)} начались с ${formatRub(next.opening)}.`,
    ];
  });
}

function documents(account: string, totals: readonly BankTotals[], found: bigint): string[] {
  if (totals.some(({ received }) => received === null)) return [];
  const said = totals.reduce((all, { received }) => all + (received ?? 0n), 0n);
  return said === found ? [] : [`Счёт ${account}: по документам поступило ${formatRub(found)}, а по итогам банка ${formatRub(said)}.`];
}

const daysOf = (from: Day | null, to: Day | null): string =>
  from === null || from === to ? (from ? formatDayShort(from) : 'без дней') : `${formatDayShort(from)} – ${to ? formatDayShort(to) : ''}`;
