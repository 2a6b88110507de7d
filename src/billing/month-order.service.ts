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
 * Months are closed one after another (product rule §9); one that is begun may be taken up at any time.
 * @throws Invalid before the month's last day, while an earlier month was not begun, and for a month before the first one
 */
export async function refuseOutOfOrder(tx: Tx, days: CloseDays): Promise<void> {
  if (tx.today < days.last) throw new Invalid({ '': 'Месяц ещё идёт: закрыть его можно с последнего дня, не раньше.' });
  const [row] = await tx.sql<{ isBegun: boolean; next: Day | null }>(
    'month_in_order', // one statement: another run may begin the month meanwhile
    `select exists (select 1 from month_closes where period = $1::date) as "isBegun", ${NEXT} as next`,
    [days.first],
  );
  if (row?.isBegun) return;
  if (!row?.next) throw new Invalid({ '': 'Закрывать пока нечего: начислений ещё не было.' });
  const next = monthOf(row.next);
  if (days.month > next) throw new Invalid({ '': `Месяцы закрываются по порядку: сначала ${formatMonth(next)}.` });
  if (days.month < next) throw new Invalid({ '': `В этом месяце закрывать нечего: следующий по порядку — ${formatMonth(next)}.` });
}
