import { type Day, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';

/** The month after the last one whose close was begun, else the first with charges; null when there is nothing yet. */
const NEXT = `coalesce((select max(period) + interval '1 month' from month_closes),
  (select date_trunc('month', min(from_on)) from service_periods))::date::text`;

/**
 * The earliest month that is to be closed: one somebody has open charges in, one whose close was begun and is not done, or the next
 * in order, though nothing is charged in it: months are closed one after another, without a gap.
 */
export async function firstOpenMonth(sql: Sql): Promise<Month | null> {
  const [row] = await sql<{ first: Day | null; next: Day | null }>(
    'first_open_month',
    `select least(min(sp.from_on), (select min(period) from month_closes where state <> 'done'))::text as first, ${NEXT} as next
      from service_periods sp join partners p on p.id = sp.partner_id where sp.from_on >= coalesce(p.open_from, '-infinity'::date)`,
  );
  const months = [row?.first, row?.next].flatMap((first) => (first ? [monthOf(first)] : []));
  return months.sort()[0] ?? null;
}

/**
 * Why this month can't be closed now: its last day has not come, an earlier one was not begun, or it is before the first one; null
 * when it can. Months are closed one after another (product rule §9); one that is begun may be taken up at any time.
 */
export async function outOfOrder({ sql, today }: Pick<Tx, 'sql' | 'today'>, days: CloseDays): Promise<string | null> {
  if (today < days.last) return 'Месяц ещё идёт: закрыть его можно с последнего дня, не раньше.';
  const [row] = await sql<{ isBegun: boolean; next: Day | null }>(
    'month_in_order', // one statement: another run may begin the month meanwhile
    `select exists (select 1 from month_closes where period = $1::date) as "isBegun", ${NEXT} as next`,
    [days.first],
  );
  if (row?.isBegun) return null;
  if (!row?.next) return 'Закрывать пока нечего: начислений ещё не было.';
  const next = monthOf(row.next);
  if (days.month > next) return `Месяцы закрываются по порядку: сначала ${formatMonth(next)}.`;
  return days.month < next ? `В этом месяце закрывать нечего: следующий по порядку — ${formatMonth(next)}.` : null;
}

/** @throws Invalid with the reason of `outOfOrder` */
export async function refuseOutOfOrder(tx: Tx, days: CloseDays): Promise<void> {
  const why = await outOfOrder(tx, days);
  if (why) throw new Invalid({ '': why });
}
